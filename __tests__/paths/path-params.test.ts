import { Router } from 'express';
import { major } from '../helpers/app';

type Dispatch = (req: object, res: object, done: (error?: unknown) => void) => void;

// What the types of PathParams promise, asked of Express itself; __tests__/types/routing.ts has the types.
describe('req.params', () => {
  it.each<[string, string, object]>([
    ['/:from-:to.:type', '/a-b.c', { from: 'a', to: 'b', type: 'c' }],
    ...(major === 5
      ? ([
          ['/f/*rest', '/f/a%2Fb/c', { rest: ['a/b', 'c'] }],
          ['/:a{/:b}', '/x', { a: 'x' }],
          ['/:a{/:b}', '/x/y', { a: 'x', b: 'y' }],
          ['/:a{/:b{/:c}}/:e', '/x/y', { a: 'x', e: 'y' }],
          ['/{*rest}', '/', {}],
        ] as [string, string, object][])
      : ([
          ['/f/*', '/f/a%2Fb/c', { 0: 'a/b/c' }],
          ['/:a/*/x/*', '/1/2/x/3', { a: '1', 0: '2', 1: '3' }],
          ['/:a/:b?', '/x', { a: 'x', b: undefined }],
          ['/:a/:b?', '/x/y', { a: 'x', b: 'y' }],
          ['/:a+', '/x/y', { a: 'y' }],
          ['/:a*', '/x/y/z', { a: 'x', 0: '/y/z' }],
        ] as [string, string, object][])),
  ])('of %s at %s is %p', async (path, url, params) => {
    const router = Router().get(path, (req, res) => {
      (res as unknown as { done(params: object): void }).done({ ...req.params });
    }) as unknown as Dispatch;

    expect(await new Promise((done) => router({ method: 'GET', url, headers: {} }, { done }, done))).toEqual(params);
  });
});

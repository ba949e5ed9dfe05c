import express, { type Router } from 'express';
import fc, { anyText, runs } from '../helpers/fast-check';
import { Converter, JSON as JSONResponse, Redirect, Routes } from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { major, send } from '../helpers/app';

const hex = new Converter(/[\da-f]+/, { parse: (text) => parseInt(text, 16), format: (id) => id.toString(16) });
const yes = () => 'yes';
const WILDCARD = major === 5 ? '/f/*rest' : '/f/*';
const NAME = major === 5 ? 'rest' : '0';
const OPTIONAL = major === 5 ? '/o/:a{/:b}' : '/o/:a/:b?';

const build = (path: string, params: object): string =>
  new Routes({ converters: { hex } }).get(path, yes).url<string>(path, params as Record<string, unknown>);

describe('routes.url', () => {
  it.each<[string, object, string]>([
    ['/', {}, '/'],
    ['/plain', {}, '/plain'],
    ['/users/:id', { id: 'ada' }, '/users/ada'],
    ['/users/:id', { id: 7 }, '/users/7'],
    ['/users/:id', { id: 7n }, '/users/7'],
    ['/users/:id', { id: 'a/b c?d#e%41é' }, '/users/a%2Fb%20c%3Fd%23e%2541%C3%A9'],
    ['/users/:id', { id: '%2e' }, '/users/%252e'],
    ['/users/:id', { id: '...' }, '/users/...'],
    ['/:from-:to', { from: 'a', to: 'b' }, '/a-b'],
    ['/<id:int>', { id: -7 }, '/-7'],
    ['/<id:hex>.json', { id: 255 }, '/ff.json'],
    ['/<name>', { name: 'a/b' }, '/a%2Fb'],
    ['/f/<rest:path>', { rest: 'a b/c.txt' }, '/f/a%20b/c.txt'],
    [WILDCARD, { [NAME]: 'a/b' }, '/f/a/b'],
    [OPTIONAL, { a: 1 }, '/o/1'],
    [OPTIONAL, { a: 1, b: 2 }, '/o/1/2'],
    ...(major === 5
      ? ([
          [WILDCARD, { rest: ['a/b', 'c'] }, '/f/a%2Fb/c'],
          ['/x{/y/:"my id"}{/z}', { 'my id': 1 }, '/x/y/1'],
          ['/x\\:y', {}, '/x:y'],
        ] as [string, object, string][])
      : ([
          ['/x/:id(\\d+)', { id: 12 }, '/x/12'],
          ['/f.:ext?', {}, '/f'],
          ['/x(\\d+)', { 0: 12 }, '/x12'],
        ] as [string, object, string][])),
  ])('of %s with %p is %s', (path, params, url) => {
    expect(build(path, params)).toBe(url);
  });

  it.each<[string, object, string]>([
    ['/users/:id', {}, 'The URL of GET /users/:id (yes): it needs the variable id.'],
    ['/users/:id', { id: 1, name: 'x' }, 'it has no variable name.'],
    ['/users/:id', { id: '' }, 'the variable id cannot be "".'],
    ['/users/:id', { id: null }, 'the variable id cannot be null.'],
    ['/users/:id', { id: ['a'] }, 'the variable id cannot be an array of 1 item.'],
    ['/users/:id', { id: '..' }, 'no client would ask for "/users/.." as it is written.'],
    ['/users/:id', { id: '.' }, 'no client would ask for "/users/." as it is written.'],
    ['/users/:id', { id: '\ud800' }, 'is not a well-formed string: it has half of a surrogate pair.'],
    ['/<rest:path>', { rest: '/evil.example' }, 'the variable rest cannot be "/evil.example".'],
    ['/f/<rest:path>', { rest: 'a/../b' }, 'no client would ask for "/f/a/../b" as it is written.'],
    ['/<id:int>', { id: 1.5 }, 'the variable id cannot be 1.5.'],
    ['/<id:int>', { id: 'x' }, 'the variable id cannot be "x".'],
    ['/<id:hex>', { id: -1 }, 'the variable id cannot be -1.'],
    ['/<id:hex>', { id: 'ff' }, 'the variable id cannot be "ff".'],
    ['/<id>', { id: ['a'] }, 'the variable id cannot be an array of 1 item.'],
    ['/<id>', { id: null }, 'the variable id cannot be null.'],
    ['/:from-:to', { from: 'a-b', to: 'c-d' }, 'does not match it with these values.'],
    ['/a b', {}, 'no client would ask for "/a b" as it is written.'],
  ])('of %s with %p is refused', (path, params, message) => {
    expect(() => build(path, params)).toThrow(usageError('ERR_RETURNS_URL', message));
  });

  it('is found by the name of a route, which by default is that of its handler', () => {
    const routes = new Routes()
      .get('/users/:id', { name: 'user' }, yes)
      .put('/users/:id', { name: 'user' }, yes)
      .get(['/posts', '/posts/:page'], function posts() {
        return 1;
      })
      .get(/^\/re$/, { name: 'regexp' }, yes)
      .get('/one', yes)
      .get('/two', yes);

    expect(routes.url('user', { id: 7 })).toBe('/users/7');
    expect(routes.url('posts')).toBe('/posts');
    expect(routes.url('posts', { page: 2 })).toBe('/posts/2');
    expect(routes.url('/posts/:page', { page: 2 })).toBe('/posts/2');
    expect(() => routes.url('nobody')).toThrow(
      usageError('ERR_RETURNS_URL', 'routes.url("nobody"): there is no route with this name or path.'),
    );
    expect(() => routes.url('')).toThrow(usageError('ERR_RETURNS_URL'));
    expect(() => routes.url('regexp')).toThrow(usageError('ERR_RETURNS_URL', 'there is no route'));
    expect(() => routes.url('yes')).toThrow(
      usageError('ERR_RETURNS_URL', 'both GET /one (yes) and GET /two (yes) have this name. Give the path'),
    );
  });

  it('is refused where a more explicit route would answer', () => {
    const routes = new Routes().get('/users/:id', yes).get('/users/me', yes).post('/users/new', yes);

    expect(routes.url('/users/:id', { id: 'new' })).toBe('/users/new');
    expect(() => routes.url('/users/:id', { id: 'me' })).toThrow(
      usageError('ERR_RETURNS_URL', '"/users/me" is answered by GET /users/me (yes).'),
    );
  });

  it('knows routes that are defined later, and all routes once they are mounted', async () => {
    const routes = new Routes().get('/a', yes);
    expect(routes.url('/a')).toBe('/a');
    routes.get('/b', (req) => new Redirect(req.baseUrl + routes.url('/users/<id:int>', { id: 7 })));
    routes.get('/users/<id:int>', (req) => new JSONResponse(req.params));
    const app = express().use('/api', routes.router());

    expect((await send(app, 'GET', '/api/b')).headers['Location']).toBe('/api/users/7');
    expect((await send(app, 'GET', '/api/users/7')).body.toString()).toBe('{"id":7}');
  });

  it('leads back to the route with the same params, or is refused', () => {
    const text = fc.oneof(
      anyText({ maxLength: 4 }),
      fc.constantFrom('.', '..', 'me', '%2e', 'a/b', '//', '\ud800', 'a-b', '\\', '?', '7', 'ff'),
    );
    const segment = fc.constantFrom('me', 'a-:v', ':v', '<v>', '<v:int>', '<v:hex>', '<v:slug>', ':v.x');
    const path = fc
      .tuple(fc.array(segment, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '/<w:path>', WILDCARD.slice(2)))
      .map(([segments, last]) => segments.map((part, index) => `/${part.replace('v', `v${index}`)}`).join('') + last);
    const value = fc.oneof(text, text, fc.integer({ min: 0 }));

    return fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(path, { minLength: 1, maxLength: 5 }),
        fc.array(value, { minLength: 4, maxLength: 4 }),
        async (paths, values) => {
          const routes = new Routes({ converters: { hex } });
          const other = new Set<string>();
          for (const at of paths) {
            const key = at.replace(/\d/g, '').replace(/<v>/g, ':v');
            if (other.has(key)) continue;
            other.add(key);
            routes.get(at, (req, res) => {
              (res as unknown as { done(seen: unknown): void }).done([at, { ...req.params }]);
            });
          }
          const router = routes.router() as Router & ((req: object, res: object, next: (end: unknown) => void) => void);
          for (const { path: at } of routes.list()) {
            const names = [...String(at).matchAll(/(?<=[:<])[vw]\d?|\*/g)].map(([name]) =>
              name === '*' ? NAME : name,
            );
            const params = Object.fromEntries(names.map((name, index) => [name, values[index]]));
            let url;
            try {
              url = routes.url<string>(String(at), params);
            } catch (error) {
              expect(error).toMatchObject({ code: 'ERR_RETURNS_URL' });
              continue;
            }
            const seen = await new Promise((done) => {
              router({ method: 'GET', url: new URL(url, 'http://x').pathname, headers: {} }, { done }, done);
            });
            // An integer is a text where the variable is one, and the segments of a wildcard may be its text.
            const texts = (all: object): object =>
              Object.fromEntries(Object.entries(all).map(([name, one]) => [name, [one].flat().join('/')]));
            const [taken, got] = seen as [string, object];
            expect([taken, texts(got)]).toEqual([at, texts(params)]);
          }
        },
      ),
      { numRuns: runs(60) },
    );
  });
});

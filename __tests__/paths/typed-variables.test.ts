import express from 'express';
import { JSON as JSONResponse, notFound, Routes, type RoutePath } from 'express-returns';
import { checkPath } from '../../lib/paths/path';
import { major, send } from '../helpers/app';

const UUID = '123e4567-e89b-12d3-a456-426614174000';

type Dispatch = (req: object, res: object, done: (error?: unknown) => void) => void;

/** The params of a route with this path at a URL, or the status. */
const ask = async (path: RoutePath, at: string): Promise<unknown> => {
  const app = express().use(new Routes().get(path, (req) => new JSONResponse({ ...req.params })).router());
  const reply = await send(app, 'GET', at);
  return reply.status === 200 ? JSON.parse(reply.body.toString()) : reply.status;
};

describe('a typed variable', () => {
  const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  afterAll(() => {
    warnings.mockRestore();
  });

  it.each<[string, string, unknown]>([
    ['/<id>', '/john-doe', { id: 'john-doe' }],
    ['/<id>', '/a%2Fb', { id: 'a/b' }],
    ['/<id:str>', '/a/b', 404],
    ['/<id:int>', '/7', { id: 7 }],
    ['/<id:int>', '/-0', { id: 0 }],
    ['/<id:int>', '/7/', { id: 7 }],
    ['/<id:int>', '/%37', { id: 7 }],
    ['/<id:int>', '/7a', 404],
    ['/<id:int>', '/7%0A', 404],
    ['/<id:int>', '/9007199254740993', 404],
    ['/<id:int>', '/%ff', 400],
    ['/<x:float>', '/-1.50', { x: -1.5 }],
    ['/<x:float>', '/1e5', 404],
    ['/<x:float>', `/${'9'.repeat(400)}`, 404],
    ['/<x:uuid>', `/${UUID}`, { x: UUID }],
    ['/<x:uuid>', `/${UUID}0`, 404],
    ['/<x:slug>', '/a-b_c', { x: 'a-b_c' }],
    ['/<x:slug>', '/a.b', 404],
    ['/f/<rest:path>', '/f/a/b.txt', { rest: 'a/b.txt' }],
    ['/f/<rest:path>', '/f/..%2Fx', { rest: '../x' }],
    ['/<id:int>.json', '/7.json', { id: 7 }],
    ['/:a/<b:int>', '/x/1', { a: 'x', b: 1 }],
  ])('%s at %s gives %j', async (path, at, params) => {
    expect(await ask(path, at)).toEqual(params);
  });

  it.each<[path: string, message: string]>([
    ['/<id:__proto__>', '<id:__proto__> is not a valid typed variable'],
    ['/<__proto__:int>', '<__proto__:int> is not a valid typed variable'],
    ['/<>', '<> is not a valid typed variable'],
    ['/<a:int:x>', '<a:int:x> is not a valid typed variable'],
    ['/<a>b', 'put a character such as / - . after a typed variable.'],
    ['/<a>-<b>', 'no other variable in the same segment'],
    ['/<a>-:b', 'no other variable in the same segment'],
    ['/<a:path>/x/<b:path>', 'one wildcard only'],
    // A quantifier of Express 4, which Express 5 reads as the optional text "2".
    ...(major === 4
      ? [['/<id:int>{2}', 'put a character such as / - . after a typed variable.'] as [string, string]]
      : []),
  ])('is refused as %s', (path, message) => {
    expect(() => checkPath(path)).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_PATH' }));
    expect(() => checkPath(path)).toThrow(message);
  });

  it('is a plain :name for req.route, and converted for its own route only', async () => {
    const seen: unknown[] = [];
    const routes = new Routes()
      .get('/users/<id:int>', (req, _res, next) => {
        seen.push([(req.route as { path: string }).path, { ...req.params }]);
        next();
      })
      .get('/users/:id', (req) => new JSONResponse(req.params));
    const reply = await send(express().use(routes.router()), 'GET', '/users/7');

    expect(seen).toEqual([['/users/:id', { id: 7 }]]);
    expect(reply.body.toString()).toBe('{"id":"7"}');
  });

  it('lets the narrower type answer, in any order, and runs no middleware for other values', async () => {
    const ran: string[] = [];
    const routes = new Routes().use((_req, _res, next) => {
      ran.push('middleware');
      next();
    });
    for (const type of ['str', 'slug', 'float', 'int']) routes.get(`/x/<v:${type}>`, () => type);
    routes.get('/only/<v:int>', () => 'int');
    const app = express().use(routes.router(), notFound());

    for (const [at, type] of [
      ['1', 'int'],
      ['1.5', 'float'],
      ['a-b', 'slug'],
      ['a b', 'str'],
    ] as const) {
      expect((await send(app, 'GET', `/x/${encodeURIComponent(at)}`)).body.toString()).toBe(type);
    }
    expect(ran).toHaveLength(4);
    expect((await send(app, 'GET', '/only/a')).status).toBe(404);
    expect((await send(app, 'POST', '/only/a')).status).toBe(404);
    expect((await send(app, 'POST', '/only/1')).status).toBe(405);
    expect(ran).toHaveLength(4);
  });

  it.each(['int', 'float', 'uuid', 'slug', 'str', 'path'])(
    'passes by hostile paths of 64 kB as <x:%s>',
    async (type) => {
      const router = new Routes().get(`/a/<x:${type}>/end`, () => '').router() as unknown as Dispatch;

      // In quadratic time this would take minutes, and Jest ends a test after 5 s.
      for (const text of ['0', '-', 'a', '.', '/', '1.', 'a-', '/a', '/end', '%2F']) {
        const url = `/a/${text.repeat(65536 / text.length)}!`;
        expect(await new Promise((resolve) => router({ method: 'GET', url }, {}, resolve))).toBeFalsy();
      }
    },
  );

  it('keeps an authorisation of several typed paths in its place', async () => {
    const routes = new Routes()
      .all(['/admin/<id:int>', '/admin/<name:slug>'], (_req, res) => {
        res.status(401).send('no');
      })
      .get('/admin/users', () => 'secret');

    expect((await send(express().use(routes.router()), 'GET', '/admin/users')).status).toBe(401);
  });
});

import express, { Router, type Request } from 'express';
import fc, { expectEqual, runs } from '../helpers/fast-check';
import { guard, Routes, Text, type Middleware } from 'express-returns';
import { major, send } from '../helpers/app';

const WILDCARD = major === 5 ? '*rest' : '*';
const OPTIONAL = major === 5 ? '{/:o}' : '/:o?';

/** A path, segment by segment, and the handler's number. The ranks are written down here once more, as an oracle. */
const RANKS = new Map([
  ['a', 1],
  ['b', 1],
  ['A', 1],
  ['a-:m', 2],
  ['<x:int>', 3],
  [':x', 4],
  [':g', 4],
  [WILDCARD, 6],
]);
const segment = fc.constantFrom('a', 'b', 'a-:m', ':x', ':x', '<x:int>');
const path = fc
  .tuple(fc.array(segment, { maxLength: 3 }), fc.constantFrom('', '', `/${WILDCARD}`, OPTIONAL))
  .map(([segments, last]) => segments.map((text) => `/${text}`).join('') + last || '/')
  // Express refuses a name that occurs twice, or takes the last: not what is tested here.
  .map((text) => {
    let count = 0;
    return text.replace(/[:<]x/g, (start) => `${start}${count++}`);
  });

const ranksOf = (text: string): number[] => {
  const ranks = text
    .replace(OPTIONAL, '')
    .split('/')
    .filter(Boolean)
    .map((part) => RANKS.get(part.replace(/\d/g, '')) ?? 0);
  if (text.endsWith(OPTIONAL)) ranks.push(5);
  return [...ranks, text.includes('*') ? 9 : 0];
};
const byRank = (a: string, b: string): number => {
  const [first, second] = [ranksOf(a), ranksOf(b)];
  const at = first.findIndex((rank, index) => rank !== second[index]);
  return at === -1 || second[at] === undefined ? 0 : (first[at] ?? 0) - second[at];
};

interface Row {
  /** The prefix of the group that it is in. */
  readonly group: '' | '/a' | '/:g' | '/:g/b';
  readonly path: string;
  readonly method: 'get' | 'post';
}
const fullPath = (row: Row): string => row.group + (row.group !== '' && row.path === '/' ? '' : row.path);
const key = (row: Row): string => `${row.method} ${fullPath(row)}`;
const table = fc.uniqueArray(
  fc.record({
    group: fc.constantFrom('', '', '/a', '/:g', '/:g/b'),
    path,
    method: fc.constantFrom('get', 'get', 'get', 'post'),
  }),
  { selector: (row) => key(row as Row).replace(/:(?!int)\w+|(?<=<)\w+/g, ':'), minLength: 1, maxLength: 10 },
) as fc.Arbitrary<Row[]>;
const url = fc
  .array(fc.constantFrom('a', 'b', 'A', 'a-1', '7', 'c', 'a%2Fb', '.', '..', '', '%ff', '%20'), { maxLength: 4 })
  .map((segments) => `/${segments.join('/')}`);
const urls = fc.array(url, { minLength: 1, maxLength: 8 });
const options = fc.record({ caseSensitive: fc.boolean(), strict: fc.boolean() });
const prefix = fc.constantFrom('', '/api', '/v1/:tenant');

/** What a router does with a request: the rows it went through, the params that they saw, and how it ended. */
type Trace = [row: string, params: object, path: unknown][];
type Dispatch = (req: object, res: object, done: (error?: unknown) => void) => void;

const trace = (router: unknown, method: string, at: string): Promise<{ seen: Trace; end: unknown }> =>
  new Promise((resolve) => {
    const seen: Trace = [];
    const res = { seen, answer: () => setImmediate(resolve, { seen, end: 'answered' }) };
    (router as Dispatch)({ method, url: at, headers: {} }, res, (error) => {
      resolve({
        seen,
        end: error === undefined || error === null ? 'fell through' : (error as { status?: number }).status,
      });
    });
  });
const see = (row: string, req: Request, res: unknown): void => {
  (res as { seen: Trace }).seen.push([row, { ...req.params }, (req.route as { path: unknown }).path]);
};
const answering =
  (row: string) =>
  (req: Request, res: unknown): void => {
    see(row, req, res);
    (res as { answer(): void }).answer();
  };
const passing =
  (row: string) =>
  (req: Request, res: unknown, next: () => void): void => {
    see(row, req, res);
    next();
  };

const mounted = (prefixed: string, router: Router): Router =>
  prefixed === '' ? router : Router().use(prefixed, router);
const real = (prefixed: string, at: string): string => prefixed.replace(':tenant', 't') + at;

const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
afterAll(() => {
  warnings.mockRestore();
});

/** Routes that no request is for; so many that the router asks only those that a path might lead to. */
const others = (count: number): Routes => {
  const routes = new Routes();
  for (let index = 0; index < count; index++) routes.get(`/other-${index}/:id`, () => new Text('other'));
  return routes;
};

describe.each([0, 20])('priority, beside %i other routes', (count) => {
  const beside = others(count);

  /** Each row where it stands: those of a group in a Routes of their own, which is taken where its first row is. */
  const routerOf = (rows: readonly Row[], settings = {}): Router => {
    const routes = new Routes().extend(beside);
    const groups = new Map(rows.map(({ group }) => [group, group === '' ? routes : new Routes()]));
    for (const row of rows) groups.get(row.group)?.[row.method](row.path, answering(key(row)));
    for (const [prefix, group] of groups) if (group !== routes) routes.group(prefix, group);
    return routes.router(settings);
  };

  /** The same by hand. */
  const handWritten = (rows: readonly Row[], settings: object): Router => {
    const router = Router(settings);
    for (const row of rows) {
      const check = (req: Request, _res: unknown, next: (signal?: 'route') => void): void => {
        const params = req.params as Record<string, unknown>;
        for (const [, name = ''] of fullPath(row).matchAll(/<(\w+)/g)) {
          if (!/^-?\d+$/.test(String(params[name]))) {
            next('route');
            return;
          }
          params[name] = Number(params[name]);
        }
        next();
      };
      router[row.method](fullPath(row).replace(/<(\w+):int>/g, ':$1'), check, answering(key(row)));
    }
    return router;
  };

  it('is the same for every permutation of a table', () =>
    fc.assert(
      fc.asyncProperty(
        table.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        urls,
        async ([rows, permuted], paths) => {
          const routers = [routerOf(rows), routerOf(permuted)] as const;
          for (const at of paths) {
            expectEqual(await trace(routers[1], 'GET', at), await trace(routers[0], 'GET', at));
          }
        },
      ),
      { numRuns: runs(40) },
    ));

  it('is that of a plain Router with the table sorted', () =>
    fc.assert(
      fc.asyncProperty(table, urls, options, prefix, async (rows, paths, settings, under) => {
        const byHand = [...rows].sort((a, b) => byRank(fullPath(a), fullPath(b)));
        const ours = mounted(under, routerOf(rows, settings));
        const theirs = mounted(under, handWritten(byHand, settings));
        for (const at of paths) {
          const asked = real(under, at);
          for (const method of ['GET', 'POST', 'HEAD'])
            expectEqual(await trace(ours, method, asked), await trace(theirs, method, asked));
        }
      }),
      { numRuns: runs(40) },
    ));

  it('lets no route cross a fence', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            path,
            kind: fc.constantFrom('plain', 'plain', 'all', 'handler', 'middleware', 'extended', 'group'),
          }),
          {
            minLength: 2,
            maxLength: 8,
          },
        ),
        urls,
        async (rows, paths) => {
          const routes = new Routes().extend(beside);
          const taken = new Set<string>();
          const defined = rows.flatMap(({ path: at, kind }, index) => {
            const name = String(index);
            const prefix = kind === 'group' ? '/a' : '';
            const full = fullPath({ group: prefix, path: at, method: 'get' }).replace(/\d/g, '');
            if (taken.has(full)) return [];
            if (kind === 'plain') routes.get(at, answering(name));
            if (kind === 'plain') taken.add(full);
            if (kind === 'all') routes.all(at, passing(name));
            if (kind === 'handler') routes.get(at, passing(name));
            if (kind === 'middleware')
              routes.get(at, passing(name), (_req, _res, next) => {
                next();
              });
            const next = (_req: unknown, _res: unknown, onward: () => void): void => {
              onward();
            };
            if (kind === 'extended') routes.extend(new Routes().use(passing(name)).get(at, next));
            if (kind === 'group') routes.group('/a', passing(name), new Routes().get(at, next));
            return [{ name, index, at, prefix, isFence: kind !== 'plain' }];
          });
          const router = routes.router();
          for (const at of paths) {
            // A Router in a Router may swallow the second slash of these; a group has full paths, with one.
            if (/^\/a\/\//i.test(at)) continue;
            const { seen } = await trace(router, 'GET', at);
            const names = seen.map(([name]) => name);
            const fences = [];
            for (const fence of defined.filter(({ isFence }) => isFence)) {
              const row: Row = { group: '', path: fence.at, method: 'get' };
              const alone = await trace(mounted(fence.prefix, handWritten([row], {})), 'GET', at);
              if (alone.end === 'answered') fences.push(fence);
              if (alone.end === 400) return; // Nobody sees what cannot be decoded.
            }
            const answer = defined.find(({ name, isFence }) => !isFence && names.includes(name));
            const expected = fences.filter(({ index }) => answer === undefined || index < answer.index);
            expectEqual(names, [...expected.map(({ name }) => name), ...(answer === undefined ? [] : [answer.name])]);
          }
        },
      ),
      { numRuns: runs(50) },
    ));

  it('prefers the explicit path, of several in one route, too', async () => {
    const routes = new Routes()
      .extend(beside)
      .get(['/users/:id', '/teams/me'], () => new Text('first'))
      .get(['/users/me', '/teams/:id'], () => new Text('second'));
    const app = express().use(routes.router());

    for (const [at, text] of [
      ['/users/me', 'second'],
      ['/users/7', 'first'],
      ['/teams/me', 'first'],
      ['/teams/7', 'second'],
    ] as const) {
      expect((await send(app, 'GET', at)).body.toString()).toBe(text);
    }
  });

  it.each<[string, (routes: Routes, no: Middleware) => unknown]>([
    ['all', (routes, no) => routes.all('/admin/:x', no, () => new Text('in'))],
    ['middleware', (routes, no) => routes.get('/admin/:x', no, () => new Text('in'))],
    [
      'an async wrapper as handler',
      (routes, no) => routes.get('/admin/:x', (...all: Parameters<Middleware>) => void no(...all)),
    ],
    [
      'a group with a guard',
      (routes) =>
        routes.extend(new Routes().use(guard(() => new Text('no', { status: 401 }))).get('/admin/:x', () => 'in')),
    ],
  ])('keeps an authorisation before a more explicit route: %s', async (_what, define) => {
    const routes = new Routes().extend(beside);
    define(routes, (_req, res) => {
      res.status(401).send('no');
    });
    routes.get('/admin/users', () => new Text('secret'));
    const app = express().use(routes.router());

    expect((await send(app, 'GET', '/admin/users')).status).toBe(401);
  });

  it("knows next('route'), next('router') and router.param", async () => {
    const router = new Routes()
      .extend(beside)
      .get('/x/:id', (_req, _res, next) => {
        next('route');
      })
      .get('/x/out', (_req, _res, next) => {
        next('router');
      })
      .get('/x/:id', (req) => new Text(req.params.id))
      .router();
    router.param('id', (req, _res, next, id: string) => {
      req.params['id'] = `${id}!`;
      next();
    });
    const app = express().use(router);

    expect((await send(app, 'GET', '/x/7')).body.toString()).toBe('7!');
    expect((await send(app, 'GET', '/x/out')).status).toBe(404);
  });

  it("never reorders an app's own layers", async () => {
    const app = express();
    app.get('/users/:id', (_req, res) => {
      res.send('own');
    });
    new Routes().get('/users/me', () => new Text('ours')).mount(app);

    expect((await send(app, 'GET', '/users/me')).body.toString()).toBe('own');
  });
});

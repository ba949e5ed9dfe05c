import assert from 'node:assert';
import express, { Router, type Express } from 'express';
import * as reply from 'express-returns';
import fc, { runs } from '../helpers/fast-check';
import { major, sendTo, withServer, type RawReply } from '../helpers/app';
import { withConnection, type Connection } from '../helpers/connection';
import { cases, middlewareBefore, type Case } from './cases';
import { join } from 'node:path';

// The first promise: nothing in an existing app notices. The same app, once by hand and once in return style, gives
// the same status, the same headers in the same letter case, and the same bytes.

// In production, where a reply holds no stack and thus no line numbers, Express logs every error.
beforeAll(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterAll(() => jest.restoreAllMocks());

type SetUp = (app: Express) => void;
/** Adds a return-style handler to an app, below a prefix with a parameter. */
type Mount = (app: Express, prefix: string, handler: reply.Handler) => void;

const mounts: Record<string, Mount> = {
  'router()': (app, prefix, handler) => {
    app.use(prefix, new reply.Routes().all('/it/:id', handler).router({ mergeParams: true }));
  },
  'mount()': (app, prefix, handler) => {
    app.use(prefix, new reply.Routes().all('/it/:id', handler).mount(Router({ mergeParams: true })));
  },
  'returns()': (app, prefix, handler) => {
    app.use(prefix, Router({ mergeParams: true }).all('/it/:id', reply.returns(handler)));
  },
  'a decorator': (app, prefix, handler) => {
    const routes = new reply.Routes();
    // The context of a decorated method; a class for each case would be the same code.
    const context = {
      kind: 'method',
      name: 'it',
      static: false,
      access: { get: () => handler },
      addInitializer: (run: () => void) => {
        run.call(undefined);
      },
    };
    (routes.all('/it/:id') as unknown as (method: unknown, context: unknown) => void)(handler, context);
    app.use(prefix, routes.router({ mergeParams: true }));
  },
};

const settings: Record<string, SetUp> = {
  'etag off': (app) => app.disable('etag'),
  'etag strong': (app) => app.set('etag', 'strong'),
  'etag by a function': (app) => app.set('etag', (body: Buffer) => `"${body.length}"`),
  'json settings': (app) =>
    app
      .set('json spaces', 2)
      .set('json escape', true)
      .set('json replacer', (key: string, value: unknown) => (key === 'id' ? 8 : value)),
  'trust proxy': (app) => app.set('trust proxy', true),
  'x-powered-by off': (app) => app.disable('x-powered-by'),
  'strict and case sensitive routing': (app) => app.enable('strict routing').enable('case sensitive routing'),
  'middleware before': (app) => app.use(middlewareBefore),
};

const requests: readonly [method: string, headers: Record<string, string>][] = [
  ['GET', {}],
  ['HEAD', {}],
  ['POST', {}],
  ['OPTIONS', {}],
  ['GET', { Accept: 'text/html' }],
  ['GET', { 'Accept': 'image/png', 'X-Forwarded-For': '10.1.2.3', 'X-Forwarded-Proto': 'https' }],
  ['GET', { 'If-None-Match': '*' }],
  ['GET', { 'If-Modified-Since': new Date().toUTCString() }],
  ['GET', { Range: 'bytes=0-3' }],
];

function appOf(setUp: SetUp): Express {
  const app = express().set('env', 'production');
  app.engine('tpl', (_path, locals, done) => {
    done(null, JSON.stringify((locals as { title?: string; user?: string }).title));
  });
  app.set('views', join(__dirname, '../fixtures/views')).set('view engine', 'tpl');
  setUp(app);
  return app;
}

/** Runs both apps, each on a server of its own that is asked over one connection, while `work` runs. */
async function withBoth(ours: Express, theirs: Express, work: (ours: Connection, theirs: Connection) => Promise<void>) {
  await withConnection(ours, (one) => withConnection(theirs, (other) => work(one, other)));
}

/** Sends the same requests to both servers at the same time, and compares the replies. */
async function expectSame(ours: Connection, theirs: Connection, path: string, each: Partial<Case> = {}): Promise<void> {
  expectReplies(...(await Promise.all([askAll(ours, path, each), askAll(theirs, path, each)])));
}

function expectReplies(replies: readonly object[], expected: readonly object[]): void {
  expect(replies).toEqual(expected);
  expect(replies.length).toBeGreaterThanOrEqual(requests.length - 1);
}

/** The replies to every request that means the same by hand, one after the other. */
async function askAll(
  connection: Connection,
  path: string,
  { otherHeader = '', unheardByHand = '' }: Partial<Case>,
): Promise<object[]> {
  const replies: object[] = [];
  const tags: unknown[] = [];
  for (const [method, headers] of requests) {
    if (unheardByHand in headers) continue;
    const answer = await connection.ask(method, path, headers);
    tags.push(answer.headers['ETag']);
    replies.push({ method, headers, reply: withText(answer, otherHeader) });
  }
  // A client that holds the reply of the first GET already. A file has another tag on purpose, and by hand on Express 4
  // one even with etag off: see the tests of files.
  const again = { 'If-None-Match': String(tags[0] ?? '"none"') };
  if (otherHeader !== 'ETag') replies.push(withText(await connection.ask('GET', path, again), otherHeader));
  return replies;
}

/** The body as a string, which Jest compares faster than a Buffer. */
function withText(answer: RawReply, otherHeader = ''): object {
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => name !== otherHeader));
  return { ...answer, headers, body: answer.body.toString('latin1') };
}

const named = cases.map((each, index) => [each.name, `/case-${index}/acme/it/7`, each] as const);

/** An app with whatever is mounted, in the surroundings of a test. */
type Around = (mount: SetUp) => Express;

/** Has an app answer all cases, each by a Router of its own. */
const mountAll = (around: Around, mountCase: (app: Express, prefix: string, each: Case, index: number) => void) =>
  around((app) => {
    for (const [index, each] of cases.entries()) mountCase(app, `/case-${index}/:tenant`, each, index);
  });

const byHand = (around: Around) =>
  mountAll(around, (app, prefix, each) => {
    app.use(prefix, Router({ mergeParams: true }).all('/it/:id', each.byHand));
  });

/** The replies by hand, which are the same for each way to mount ours. */
const expected = new Map<Around, Map<string, Promise<object[]>>>();

/** Asks for each case by hand and in return style. */
function compareCases(around: Around, mountOf: (index: number) => Mount, base = ''): void {
  let both: [ours: Connection, theirs: Connection];
  let finish: () => void;
  let running: Promise<void>;
  const known = expected.get(around) ?? new Map<string, Promise<object[]>>();
  expected.set(around, known);

  beforeAll(async () => {
    const ours = mountAll(around, (app, prefix, { returned }, index) => {
      mountOf(index)(app, prefix, returned);
    });
    await new Promise<void>((start, fail) => {
      running = withBoth(ours, byHand(around), async (...servers) => {
        both = servers;
        start();
        await new Promise<void>((end) => (finish = end));
      });
      running.catch(fail);
    });
  });

  afterAll(async () => {
    finish();
    await running;
  });

  it.each(named)('%s has the reply of code by hand', async (name, path, each) => {
    const url = `${base}${path}?q=1`;
    const theirs = known.get(name) ?? askAll(both[1], url, each);
    known.set(name, theirs);

    expectReplies(...(await Promise.all([askAll(both[0], url, each), theirs])));
  });
}

/** The ways in turn: each setting meets each of them, over the cases. All of them by all of these would take minutes. */
const inTurn = (setting: number) => (index: number) => Object.values(mounts).at((index + setting) % 4) ?? assert.fail();

const around = (setUp: SetUp): Around => {
  return (mount) => {
    const app = appOf(setUp);
    mount(app);
    return app;
  };
};
const bare = around(() => undefined);

describe.each(Object.entries(mounts))('through %s', (_way, mount) => {
  compareCases(bare, () => mount);
});

describe.each(Object.entries(settings).map((each, index) => [...each, index] as const))(
  'with %s, through each way in turn',
  (_, setUp, index) => {
    compareCases(around(setUp), inTurn(index));
  },
);

describe('in a sub-app, through each way in turn', () => {
  const inside = around((app) => app.set('json spaces', 1));
  compareCases((mount) => express().set('env', 'production').use('/sub', inside(mount)), inTurn(0), '/sub');
});

it('is asked by a client that reads what the client of Node reads', async () => {
  const app = byHand(bare);
  await withServer(app, (port) =>
    withConnection(app, async (connection) => {
      for (const [, path] of named) {
        for (const method of ['GET', 'HEAD']) {
          const replies = [await connection.ask(method, path), await sendTo(port, method, path)];
          const [fromConnection, fromNode] = replies.map((each) => withText(each));
          expect(fromConnection).toEqual(fromNode);
        }
      }
    }),
  );
});

// Express itself answers OPTIONS, HEAD and unknown paths, the same for any way to define the routes.
describe('a request that no handler answers', () => {
  const byHandler: SetUp = (app) => {
    const router = Router();
    router.route('/it').get((_req, res) => void res.json(1));
    router.route('/it').post((_req, res) => void res.json(2));
    app.use('/api', router);
  };
  const routes = () => new reply.Routes().get('/it', () => 1).post('/it', () => 2);
  const ways: Record<string, SetUp> = {
    'router()': (app) => app.use('/api', routes().router()),
    'mount()': (app) => app.use('/api', routes().mount(Router())),
    'returns()': (app) => {
      const router = Router();
      router.route('/it').get(reply.returns(() => 1));
      router.route('/it').post(reply.returns(() => 2));
      app.use('/api', router);
    },
  };

  const paths = ['/api/it', '/api/it/', '/api/IT', '/api/other', '/elsewhere'];

  it.each(Object.entries(ways))('gets the same reply as by hand, with %s', async (_way, mount) => {
    await withBoth(appOf(mount), appOf(byHandler), async (ours, theirs) => {
      for (const path of paths) await expectSame(ours, theirs, path);
      for (const path of ['/api/it/', '/api/it']) {
        const ask = async (connection: Connection) => withText(await connection.ask('DELETE', path));
        expect(await ask(ours)).toEqual(await ask(theirs));
      }
    });
  });
});

describe('for any value', () => {
  const headerName = fc.stringMatching(/^X-[A-Za-z0-9-]{1,12}$/);
  const headerValue = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
  const given = fc.record({
    body: fc.jsonValue(),
    status: fc.constantFrom(200, 201, 202, 400, 404, 418, 500, 503),
    // Names that differ, in any letter case: `res.set` would take the last of two, and a response has a repeated field.
    headers: fc
      .uniqueArray(fc.tuple(headerName, headerValue), { maxLength: 4, selector: ([name]) => name.toLowerCase() })
      .map((pairs) => Object.fromEntries(pairs)),
  });

  // One server for each side, whose function every run replaces.
  const app = { ours: express(), theirs: express() };
  let byHand: express.RequestHandler;
  let returned: reply.Handler;
  app.ours.get('/', (req, res, next) => {
    reply.returns(returned)(req, res, next);
  });
  app.theirs.get('/', (req, res, next) => {
    byHand(req, res, next);
  });

  async function expectSameFor<T>(
    values: fc.Arbitrary<T>,
    count: number,
    functionsFor: (value: T) => { byHand: express.RequestHandler; returned: reply.Handler },
  ): Promise<void> {
    await withBoth(app.ours, app.theirs, (ours, theirs) =>
      fc.assert(
        fc.asyncProperty(values, async (value) => {
          ({ byHand, returned } = functionsFor(value));
          const replies = await Promise.all([ours.ask('GET', '/'), theirs.ask('GET', '/')]);

          expect(withSameOrder(replies[0])).toEqual(withSameOrder(replies[1]));
        }),
        { numRuns: runs(count) },
      ),
    );
  }

  it('JSON with any body, status and headers has the reply of code by hand', async () => {
    await expectSameFor(given, 60, ({ body, status, headers }) => ({
      byHand: (_req, res) => {
        res.status(status).set(headers).json(body);
      },
      returned: () => new reply.JSON(body as object, { status, headers }),
    }));
  });

  it('text with any content, status and headers has the reply of code by hand', async () => {
    await expectSameFor(fc.tuple(given, fc.string({ unit: 'grapheme' })), 60, ([{ status, headers }, text]) => ({
      byHand: (_req, res) => {
        res.status(status).set(headers).type('text/plain').send(text);
      },
      returned: () => new reply.Text(text, { status, headers }),
    }));
  });

  it('HTML with any content, status and headers has the reply of code by hand', async () => {
    await expectSameFor(fc.tuple(given, fc.string({ unit: 'grapheme' })), 30, ([{ status, headers }, html]) => ({
      byHand: (_req, res) => {
        res.status(status).set(headers).send(html);
      },
      returned: () => new reply.HTML(html, { status, headers }),
    }));
  });

  it('bytes with any content, status and headers have the reply of code by hand', async () => {
    await expectSameFor(fc.tuple(given, fc.uint8Array()), 30, ([{ status, headers }, bytes]) => ({
      byHand: (_req, res) => {
        if (status === 200) res.set('Accept-Ranges', 'bytes');
        res.status(status).set(headers).send(Buffer.from(bytes));
      },
      returned: () => new reply.Binary(bytes, { status, headers }),
    }));
  });

  /** The order of fields with different names means nothing (RFC 9110 section 5.3). */
  function withSameOrder(answer: RawReply) {
    return { ...answer, headers: Object.fromEntries(Object.entries(answer.headers).sort()) };
  }

  it(`has run on Express ${major}`, () => {
    expect([4, 5]).toContain(major);
  });
});

import { setImmediate as turn } from 'node:timers/promises';
import express, { type Express, type RequestHandler, type Response } from 'express';
import {
  afterTasks,
  Binary,
  Error,
  errorHandler,
  EventStream,
  File,
  JSON,
  JSONLines,
  Redirect,
  returns,
  signal,
  Text,
  View,
  type AfterTask,
} from 'express-returns';
import { keepErrors } from '../helpers/app';
import { askHTTP2, withHTTP2 } from '../helpers/http2';

// Every class of response over HTTP/2, where a reply is a stream of its own, `finish` is emitted for cancelled ones, too,
// and a stream that is destroyed without a reason ends as if it were whole.

const NO_ERROR = 0;
const INTERNAL_ERROR = 2;
const text = 'x'.repeat(300_000);

function* chunks(): Generator<string> {
  for (let count = 0; count < 20; count++) yield text.slice(0, 15_000);
}

async function* failing(): AsyncGenerator<string> {
  yield 'one';
  // The text is sent when nothing follows it for one turn.
  await turn();
  await turn();
  throw new globalThis.Error('late');
}

async function* endless(): AsyncGenerator<string> {
  for (;;) {
    yield text;
    await turn();
  }
}

type Make = (init: { readonly after: AfterTask }) => unknown;

function appOf(make: Make): { app: Express; errors: unknown[]; outcomes: unknown[]; signals: AbortSignal[] } {
  const outcomes: unknown[] = [];
  const signals: AbortSignal[] = [];
  const app = express()
    .engine('tpl', (_path, _locals, done) => {
      done(null, 'a page');
    })
    .set('views', `${__dirname}/../fixtures/views`)
    .set('view engine', 'tpl');
  app.all(
    '/it',
    returns((req) => {
      signals.push(signal(req));
      return make({ after: (outcome) => outcomes.push(outcome) }) as string;
    }),
  );
  return { app, errors: keepErrors(app), outcomes, signals };
}

const kinds: readonly [string, Make, number, string | number][] = [
  ['a text', (init) => new Text('a', init), 200, 'a'],
  ['JSON', (init) => new JSON({ a: 1 }, init), 200, '{"a":1}'],
  ['streamed JSON', (init) => new JSON([1, 2].values(), init), 200, '[1,2]'],
  ['lines', (init) => new JSONLines([1, 2], init), 200, '1\n2\n'],
  ['events', (init) => new EventStream([{ data: 'a' }], init), 200, 'data: a\n\n'],
  ['a generator', (init) => new Text(chunks(), init), 200, text.length],
  ['a promised length', (init) => new Binary(['ab'], { ...init, headers: { 'Content-Length': 2 } }), 200, 'ab'],
  ['a file', (init) => new File('package-lock.json', { ...init, root: `${__dirname}/../..` }), 200, 100_000],
  ['a view', (init) => new View('page', {}, init), 200, 'a page'],
  ['a redirect', (init) => new Redirect('/', init), 307, 'Temporary Redirect. Redirecting to /'],
];

describe.each(kinds)('over HTTP/2, %s', (_what, make, status, body) => {
  it('is sent completely, as after and signal report', async () => {
    const { app, errors, outcomes, signals } = appOf(make);
    const reply = await withHTTP2(app, async (client) => {
      const answer = await askHTTP2(client, { ':path': '/it' });
      await afterTasks();
      return answer;
    });

    expect([reply.status, reply.code, errors]).toEqual([status, NO_ERROR, []]);
    if (typeof body === 'string') expect(reply.body).toBe(body);
    else expect(reply.body.length).toBeGreaterThanOrEqual(body);
    expect([outcomes, signals.map(({ aborted }) => aborted)]).toEqual([[{ isComplete: true }], [false]]);
  });

  it('has no body for HEAD', async () => {
    const { app, errors, outcomes } = appOf(make);
    const reply = await withHTTP2(app, async (client) => {
      const answer = await askHTTP2(client, { ':path': '/it', ':method': 'HEAD' });
      await afterTasks();
      return answer;
    });

    expect([reply, errors, outcomes]).toEqual([{ status, body: '', code: NO_ERROR }, [], [{ isComplete: true }]]);
  });
});

it('over HTTP/2, a part of a file is sent', async () => {
  const { app } = appOf((init) => new File('http2.test.ts', { ...init, root: __dirname }));
  const reply = await withHTTP2(app, (client) => askHTTP2(client, { ':path': '/it', 'range': 'bytes=0-5' }));

  expect(reply).toEqual({ status: 206, body: 'import', code: NO_ERROR });
});

it.each<[string, Make, number]>([
  ['an error by its code', () => new Error(1001), 404],
  ['JSON that cannot be written', () => new JSON({ id: 1n }), 500],
  [
    'a source that fails at once',
    () =>
      new Text(
        (function* (): Generator<string> {
          throw new globalThis.Error('no');
        })(),
      ),
    500,
  ],
])('over HTTP/2, %s is a whole error reply', async (_what, make, status) => {
  const reply = await withHTTP2(appOf(make).app, (client) => askHTTP2(client, { ':path': '/it' }));

  expect([reply.status, reply.code]).toEqual([status, NO_ERROR]);
});

it.each<[string, Make]>([
  ['a text', (init) => new Text(failing(), init)],
  ['streamed JSON', (init) => new JSON(failing(), init)],
  ['lines', (init) => new JSONLines(failing(), init)],
  ['events', (init) => new EventStream(failing(), init)],
])('over HTTP/2, a late failure resets the stream: %s', async (_what, make) => {
  const { app, errors, outcomes, signals } = appOf(make);
  const reply = await withHTTP2(app, async (client) => {
    const answer = await askHTTP2(client, { ':path': '/it' });
    await afterTasks();
    return answer;
  });

  expect([reply.status, reply.code]).toEqual([200, INTERNAL_ERROR]);
  expect([errors, outcomes]).toEqual([[new globalThis.Error('late')], [{ isComplete: false }]]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

describe('over HTTP/2, a failure after the head', () => {
  const fail = (res: Response): never => {
    res.flushHeaders();
    throw new globalThis.Error('late');
  };
  const handlers: [string, RequestHandler][] = [
    ['a handler that throws', returns((_req, res) => fail(res))],
    ['a handler that rejects', returns(async (_req, res) => fail(res))],
    ['a response after the head', returns((_req, res) => (res.flushHeaders(), new Text('b')))],
    [
      'a handler of Express',
      (_req, res, next) => {
        res.write('a');
        next(new globalThis.Error('late'));
      },
    ],
  ];

  it.each([
    ...handlers.slice(0, 3).map(([what, handler]) => [what, "Express's last handler", handler, []] as const),
    ...handlers.map(([what, handler]) => [what, 'errorHandler()', handler, [errorHandler()]] as const),
  ])('of %s resets the stream, with %s', async (_what, _last, handler, last) => {
    const app = express().set('env', 'test').get('/it', handler);
    for (const layer of last) app.use(layer);
    const reply = await withHTTP2(app, (client) => askHTTP2(client, { ':path': '/it' }));

    // Node 22 resets the stream before the head has left.
    expect(reply.code).toBe(INTERNAL_ERROR);
  });
});

it.each<[string, Make]>([
  ['a text', (init) => new Text(endless(), init)],
  ['a whole text that is still being sent', (init) => new Text(text.repeat(20), init)],
  ['streamed JSON', (init) => new JSON(endless(), init)],
  ['events', (init) => new EventStream(endless(), init)],
])('over HTTP/2, a reply that its client cancels is not complete: %s', async (_what, make) => {
  const { app, errors, outcomes, signals } = appOf(make);
  await withHTTP2(app, async (client) => {
    await askHTTP2(client, { ':path': '/it' }, true);
    while (outcomes.length === 0) await turn();
  });

  expect([errors, outcomes]).toEqual([[], [{ isComplete: false }]]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

import express, { type NextFunction, type Request, type Response } from 'express';
import { EventStream, guard, JSON, NotFound, returns, Routes, Text, type AnyResponse } from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { keepErrors, send } from '../helpers/app';

type Answer = (req: Request, res: Response, next: NextFunction) => unknown;

const headSent = usageError('ERR_RETURNS_HEAD_SENT', 'after the head of the reply had been sent');

/** Whether the source of the last response was closed. */
let isClosed = false;

function feed(): AsyncIterableIterator<string> {
  isClosed = false;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => new Promise(() => undefined),
    return: () => {
      isClosed = true;
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}

const begin: Record<string, (res: Response) => void> = {
  'res.flushHeaders()': (res) => {
    res.flushHeaders();
  },
  'res.write()': (res) => {
    res.write('a');
  },
};

const make: Record<string, () => unknown> = {
  'an EventStream': () => new EventStream(feed()),
  'a Text': () => new Text(feed()),
  'JSON rows': () => new JSON(feed()),
  'a web Response': () => new globalThis.Response(new ReadableStream({ cancel: () => void (isClosed = true) })),
};

const give: Record<string, (response: unknown) => unknown> = {
  'returned': (response) => response,
  'resolved': async (response) => response,
  'resolved later': (response) => new Promise((resolve) => setImmediate(resolve, response)),
  'thrown': (response) => {
    throw response;
  },
  'rejected': (response) => Promise.reject(response),
};

const mount: Record<string, (answer: Answer) => express.Express> = {
  'a handler of routes': (answer) => express().use(new Routes().get('/', answer as never).router()),
  'a handler of mounted routes': (answer) => {
    const app = express();
    new Routes().get('/', answer as never).mount(app);
    return app;
  },
  'returns()': (answer) => express().get('/', returns(answer as never)),
  'a guard': (answer) => {
    const check = (req: Request, res: Response): unknown => answer(req, res, () => undefined);
    return express().use(new Routes().get('/', guard(check as never), () => 'never').router());
  },
  'a middleware': (answer) => express().use(new Routes().get('/', answer as never, () => 'never').router()),
  'the middleware of all routes': (answer) =>
    express().use(
      new Routes()
        .use(answer as never)
        .get('/', () => 'never')
        .router(),
    ),
};

const cases = Object.keys(begin).flatMap((how) =>
  Object.keys(make).flatMap((what) => Object.keys(give).map((way) => [what, way, how] as const)),
);

describe.each(Object.entries(mount))('after the head, from %s', (_place, appOf) => {
  it.each(cases)('%s, %s after %s, is an error to next, once', async (what, way, how) => {
    const app = appOf((_req, res, _next) => {
      begin[how]?.(res);
      return give[way]?.(make[what]?.());
    });
    const errors = keepErrors(app);
    const reply = await send(app, 'GET', '/');

    expect(errors).toEqual([headSent]);
    expect([isClosed, reply.isBroken]).toEqual([true, true]);
  });
});

describe('after the head', () => {
  it.each<[string, (res: Response) => AnyResponse]>([
    [
      'render() of a response',
      (res) =>
        new (class extends Text {
          override async render() {
            res.flushHeaders();
            return new Text('late');
          }
        })('a'),
    ],
    [
      'the first chunk of a source',
      (res) =>
        new Text(
          (async function* () {
            res.flushHeaders();
            yield 'late';
          })(),
        ),
    ],
  ])('%s is an error as well', async (_what, response) => {
    const app = express().get(
      '/',
      returns((_req, res) => response(res)),
    );
    const errors = keepErrors(app);
    const reply = await send(app, 'GET', '/');

    expect(errors).toEqual([headSent]);
    expect(reply.isBroken).toBe(true);
  });

  it('does not leave the client waiting where an error handler does nothing', async () => {
    const app = express().get(
      '/',
      returns((_req, res) => (res.flushHeaders(), new Text('late'))),
    );
    app.use((_error: unknown, _req: Request, _res: Response, _next: NextFunction) => undefined);

    expect((await send(app, 'GET', '/')).isBroken).toBe(true);
  });

  it.each<[string, (res: Response) => unknown]>([
    ['res', (res) => res],
    ['data', () => ({ a: 1 })],
    ['nothing', () => undefined],
  ])('%s is no error: the handler goes on by res', async (_what, result) => {
    const app = express().get(
      '/',
      returns((_req, res) => {
        res.write('a');
        setImmediate(() => res.end('b'));
        return result(res) as never;
      }),
    );
    const errors = keepErrors(app);
    const reply = await send(app, 'GET', '/');

    expect([reply.body.toString(), reply.isBroken, errors]).toEqual(['ab', false, []]);
  });

  it.each<[string, (res: Response) => unknown]>([
    ['returned', () => new Text(feed())],
    ['thrown', () => Promise.reject(new NotFound('late'))],
  ])('a response that is %s is dropped where the reply has ended', async (_way, result) => {
    isClosed = true;
    const app = express().get(
      '/',
      returns((_req, res) => {
        res.send('a limiter was faster');
        return result(res) as never;
      }),
    );
    const errors = keepErrors(app);
    const reply = await send(app, 'GET', '/');

    expect([reply.body.toString(), reply.isBroken, errors, isClosed]).toEqual([
      'a limiter was faster',
      false,
      [],
      true,
    ]);
  });

  it('a response is dropped where the request was handed on', async () => {
    const app = express().get(
      '/',
      returns((_req, _res, next) => {
        next();
        return new Text(feed());
      }),
      (_req, res) => {
        res.write('a');
        setImmediate(() => res.end('b'));
      },
    );
    const errors = keepErrors(app);

    expect([(await send(app, 'GET', '/')).body.toString(), errors, isClosed]).toEqual(['ab', [], true]);
  });
});

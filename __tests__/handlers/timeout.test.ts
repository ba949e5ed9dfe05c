import { Readable } from 'node:stream';
import express, { type NextFunction, type Request, type Response } from 'express';
import { errorHandler, guard, returns, Routes, signal, Text, type Settings } from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { appOf, send, withServer, sendTo } from '../helpers/app';
import { deferred, openReply } from '../helpers/live';

const SHORT = 20;
const never = (): Promise<string> => new Promise(() => undefined);

/** Waits for something that is about to happen; a test that waits in vain runs into Jest's own limit. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('timeout', () => {
  it.each<[string, (routes: Routes) => Routes, Settings]>([
    ['of a mount', (routes) => routes.get('/', never), { timeout: SHORT }],
    ['of a route', (routes) => routes.get('/', { timeout: SHORT }, never), {}],
    [
      'of a route, before that of the mount',
      (routes) => routes.get('/', { timeout: SHORT }, never),
      { timeout: 60_000 },
    ],
    ['while a guard waits', (routes) => routes.get('/', guard(never as never), () => 'a'), { timeout: SHORT }],
    [
      'while middleware waits',
      (routes) => routes.use((_req, _res, _next) => undefined).get('/', () => 'a'),
      { timeout: SHORT },
    ],
    [
      'while the first chunk is awaited',
      (routes) => routes.get('/', () => new Text(new Readable({ read: () => undefined }))),
      { timeout: SHORT },
    ],
  ])('%s is a 503', async (_what, define, settings) => {
    const { app, errors } = appOf(define(new Routes()), settings);
    const { status } = await send(app, 'GET', '/');

    expect(status).toBe(503);
    expect(errors).toEqual([
      expect.objectContaining({ status: 503, expose: false, message: 'GET / (timeout): no reply within 20 ms.' }),
    ]);
  });

  it('of returns() is a 503, in the one format of errors', async () => {
    const app = express().get('/', returns(never, { timeout: SHORT }));
    app.use(errorHandler({ log: () => undefined }));

    expect((await send(app, 'GET', '/')).body.toString()).toBe(
      '{"status":"error","code":503,"message":"Service Unavailable"}',
    );
  });

  it('fires the signal of the request', async () => {
    let reason: unknown;
    const { app } = appOf(
      new Routes().get('/', (req) => {
        signal(req).addEventListener('abort', () => {
          reason = signal(req).reason;
        });
        return never();
      }),
      { timeout: SHORT },
    );

    expect((await send(app, 'GET', '/')).status).toBe(503);
    expect(reason).toMatchObject({ status: 503 });
  });

  it('drops a later result, and closes its stream', async () => {
    const stream = new Readable({ read: () => undefined });
    let finish: (value: unknown) => void = () => undefined;
    const { app, errors } = appOf(
      new Routes().get('/', () => new Promise<Text>((resolve) => (finish = resolve as typeof finish))),
      { timeout: SHORT },
    );
    const { status, body } = await send(app, 'GET', '/');
    finish(new Text(stream));
    await until(() => stream.destroyed);

    expect([status, body.toString(), errors.length]).toEqual([503, '{"failed":true}', 1]);
  });

  it('closes a stream whose first chunk was awaited', async () => {
    const stream = new Readable({ read: () => undefined });
    const { app } = appOf(
      new Routes().get('/', () => new Text(stream)),
      { timeout: SHORT },
    );

    expect((await send(app, 'GET', '/')).status).toBe(503);
    await until(() => stream.destroyed);
  });

  it('gives a later error to the log only', async () => {
    const log = jest.fn<unknown, [unknown, Request]>();
    let fail: (error: unknown) => void = () => undefined;
    const { app, errors } = appOf(
      new Routes().get('/', () => new Promise<Text>((_resolve, reject) => (fail = reject))),
      { timeout: SHORT, log },
    );
    await withServer(app, async (port) => {
      expect((await sendTo(port, 'GET', '/')).status).toBe(503);
      fail(new RangeError('late'));
      await until(() => log.mock.calls.length > 0);
    });

    expect(log.mock.calls[0]?.[0]).toEqual(new RangeError('late'));
    expect(errors).toHaveLength(1);
  });

  it('never goes on with what calls next too late, while the error handler takes its time', async () => {
    const handler = jest.fn(() => 'a');
    let goOn: NextFunction = () => undefined;
    const app = express();
    app.use(
      new Routes()
        .get(
          '/',
          (_req: Request, _res: Response, next: NextFunction) => {
            goOn = next;
          },
          handler,
        )
        .router({ timeout: SHORT }),
    );
    const answers: (() => void)[] = [];
    app.use((_error: unknown, _req: Request, res: Response, _next: NextFunction) => {
      answers.push(() => {
        res.status(503).send('late');
      });
    });
    const later = jest.fn();
    app.use(later);
    const reply = send(app, 'GET', '/');
    await until(() => answers.length > 0);
    goOn();
    answers[0]?.();

    expect((await reply).body.toString()).toBe('late');
    expect(handler).not.toHaveBeenCalled();
    expect(later).not.toHaveBeenCalled();
  });

  // What must not happen is looked for in a time that passes at once, and not before the request has come so far.
  describe('in a time of the test', () => {
    beforeEach(() => {
      jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'Date'] });
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('fires at its time and not before', async () => {
      const called = deferred();
      const handler = (): Promise<string> => {
        called.resolve();
        return never();
      };
      const { app, errors } = appOf(new Routes().get('/', handler), { timeout: SHORT });
      const reply = send(app, 'GET', '/');
      await called.promise;
      jest.advanceTimersByTime(SHORT - 1);
      expect(errors).toEqual([]);
      jest.advanceTimersByTime(1);

      expect((await reply).status).toBe(503);
    });

    it('does nothing once the reply has begun', async () => {
      const first = deferred();
      const last = deferred();
      const routes = new Routes().get('/', async function* () {
        yield 'a';
        first.resolve();
        await last.promise;
        yield 'b';
      });
      const { app, errors } = appOf(routes, { timeout: SHORT });
      await withServer(app, async (port) => {
        const reply = await openReply(port, '/');
        await Promise.all([reply.until('a'), first.promise]);
        jest.advanceTimersByTime(10 * SHORT);
        last.resolve();
        expect(await reply.until('ab')).toBe('ab');
        expect(await reply.ended).toBe(true);
      });

      expect(errors).toEqual([]);
    });

    it('does nothing once the reply is over', async () => {
      const { app, errors } = appOf(
        new Routes().get('/', () => 'a'),
        { timeout: SHORT },
      );
      await withServer(app, async (port) => {
        expect((await sendTo(port, 'GET', '/')).status).toBe(200);
        jest.advanceTimersByTime(10 * SHORT);
      });

      expect(errors).toEqual([]);
    });

    it('ends with the route: what a request is handed on to may be slow', async () => {
      const app = express();
      app.use(new Routes().get('/', (_req, _res, next) => { next(); }).router({ timeout: SHORT })); // prettier-ignore
      const arrived = deferred<Response>();
      app.get('/', (_req, res) => {
        arrived.resolve(res);
      });
      const reply = send(app, 'GET', '/');
      const res = await arrived.promise;
      jest.advanceTimersByTime(10 * SHORT);
      res.send('slow');

      expect((await reply).body.toString()).toBe('slow');
    });
  });

  it('is refused where it is no time', () => {
    expect(() => new Routes().get('/', { timeout: -1 }, never)).toThrow(
      usageError('ERR_RETURNS_SETTINGS', 'The option timeout of GET / must be a number of milliseconds'),
    );
  });
});

import { AsyncLocalStorage } from 'node:async_hooks';
import express, { type Express, type NextFunction } from 'express';
import { Channel, EventStream, JSONLines, returns, type AnyResponse } from 'express-returns';
import type { Receiver, Source } from '../../lib/streams/source';
import { sendSource } from '../../lib/writers/stream';
import { keepErrors, withServer } from '../helpers/app';
import { deferred, openReply } from '../helpers/live';

const storage = new AsyncLocalStorage<string>();

/** A source that the test gives chunks to, and the storage in which it is read and closed. */
class ManualSource implements Source {
  readonly reads: unknown[] = [];
  readonly closed = deferred<unknown>();
  receiver = deferred<Receiver>();

  read(receiver: Receiver): void {
    this.reads.push(storage.getStore());
    this.receiver.resolve(receiver);
  }

  /** The receiver of the read that waits. */
  async taken(): Promise<Receiver> {
    const receiver = await this.receiver.promise;
    this.receiver = deferred();
    return receiver;
  }

  close(): void {
    this.closed.resolve(storage.getStore());
  }

  next(): Promise<Buffer | undefined> {
    throw new Error('A transfer reads by a receiver.');
  }
}

const HEAD = { status: 200, headers: { 'content-type': 'text/event-stream' }, cookies: [] };

/** An app that sends a source in the storage "request"; `failed` settles with the storage in which it failed. */
function sending(source: Source, isFlushed: boolean): { app: Express; failed: Promise<unknown> } {
  const failed = deferred<unknown>();
  const app = express().get('/', (req, res) => {
    const fail = (): void => {
      failed.resolve(storage.getStore());
    };
    storage.run('request', () => {
      void sendSource(HEAD, { req, res, settings: {}, fail }, source, { isFlushed })?.catch(fail);
    });
  });
  return { app, failed: failed.promise };
}

describe.each([
  ['whose head is sent first', true],
  ['that waits for its first chunk', false],
])('a reply %s', (_which, isFlushed) => {
  it('fails in the AsyncLocalStorage of its request, not in that of the failure', async () => {
    const source = new ManualSource();
    const { app, failed } = sending(source, isFlushed);
    await withServer(app, async (port) => {
      const opening = openReply(port, '/');
      const first = await source.taken();
      storage.run('other', () => {
        first.receive(Buffer.from('first'));
      });
      const live = await opening;
      const second = await source.taken();
      storage.run('other', () => {
        second.fail(new Error('later'));
      });

      await expect(failed).resolves.toBe('request');
      await expect(live.ended).resolves.toBe(false);
    });
  });

  it('goes on after a drain in the AsyncLocalStorage of its request', async () => {
    const source = new ManualSource();
    const { app } = sending(source, isFlushed);
    await withServer(app, async (port) => {
      const opening = openReply(port, '/');
      (await source.taken()).receive(Buffer.alloc(8 << 20, 'x'));
      const live = await opening;
      await source.taken();
      expect(source.reads).toEqual(['request', 'request']);
      live.leave();

      await expect(source.closed.promise).resolves.toBe('request');
    });
  });

  it('closes its source in the AsyncLocalStorage of its request when the client leaves', async () => {
    const source = new ManualSource();
    const { app } = sending(source, isFlushed);
    await withServer(app, async (port) => {
      const opening = openReply(port, '/');
      (await source.taken()).receive(Buffer.from('first'));
      (await opening).leave();

      await expect(source.closed.promise).resolves.toBe('request');
    });
  });
});

describe('a reply whose head is sent first', () => {
  it.each<[string, () => AnyResponse]>([
    ['events', () => new EventStream(new Channel<string>())],
    ['lines with `flush`', () => new JSONLines(new Channel(), { flush: true })],
  ])('gives Express no promise, which an idle feed would keep: %s', async (_what, make) => {
    const results: unknown[] = [];
    const handler = returns(make);
    const app = express().get('/', (req, res, next) => {
      results.push(handler(req, res, next));
    });
    await withServer(app, async (port) => {
      const live = await openReply(port, '/');
      expect(results).toEqual([undefined]);
      live.leave();
    });
  });

  it('gives a failure after the head to `next`, once', async () => {
    const failure = new Error('later');
    const go = deferred();
    async function* events(): AsyncGenerator<string> {
      yield 'first';
      await go.promise;
      throw failure;
    }
    const app = express().get(
      '/',
      returns(() => new EventStream(events())),
    );
    const errors = keepErrors(app);
    await withServer(app, async (port) => {
      const live = await openReply(port, '/');
      await live.until('first');
      go.resolve();

      await expect(live.ended).resolves.toBe(false);
      expect(errors).toEqual([failure]);
    });
  });

  it('gives a head that cannot be sent to `next`, and its client an error reply', async () => {
    const failure = new Error('no head');
    const app = express().use((_req, res, next) => {
      const { setHeader } = res;
      res.setHeader = () => {
        res.setHeader = setHeader;
        throw failure;
      };
      next();
    });
    app.get(
      '/',
      returns(() => new EventStream(new Channel<string>())),
    );
    const errors = keepErrors(app);
    await withServer(app, async (port) => {
      const live = await openReply(port, '/');

      expect([live.status, errors, live.headers['content-type']]).toEqual([
        500,
        [failure],
        'application/json; charset=utf-8',
      ]);
    });
  });

  it.each<[string, NextFunction | undefined, string]>([
    ['there is no `next`', undefined, 'later'],
    [
      '`next` throws',
      () => {
        throw new Error('next');
      },
      'next',
    ],
  ])('logs a failure after the head where %s: the code that has caused it goes on', async (_when, next, expected) => {
    const logged = deferred<unknown>();
    const source = deferred<(error: Error) => void>();
    const events = {
      [Symbol.asyncIterator]: () => ({
        next: () => ({
          then: (_resolve: unknown, reject: (error: Error) => void) => {
            source.resolve(reject);
          },
        }),
      }),
    };
    const handler = returns(() => new EventStream(events as never), { log: logged.resolve });
    const app = express().get('/', (req, res) => void handler(req, res, next as never));
    await withServer(app, async (port) => {
      const live = await openReply(port, '/');
      (await source.promise)(new Error('later'));

      await expect(live.ended).resolves.toBe(false);
      await expect(logged.promise).resolves.toEqual(new Error(expected));
    });
  });
});

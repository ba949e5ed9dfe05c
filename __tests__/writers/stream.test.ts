import http from 'node:http';
import net from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import express, { type Express, type RequestHandler, type Response } from 'express';
import * as reply from 'express-returns';
import { Binary, JSON, returns, Text, type AnyResponse } from 'express-returns';
import { fromWebResponse } from '../../lib/responses/web-response';
import { keepErrors, send, sendTo, withServer } from '../helpers/app';
import { deferred, openReply } from '../helpers/live';

const BIG = Buffer.alloc(1 << 20, 'x');

/** A source of each kind that gives chunks for ever, or fails after some; `closed` settles when it is let go. */
const kinds: Record<
  string,
  (chunks: () => Iterator<string | Buffer>) => { body: Binary['body']; closed: Promise<void> }
> = {
  'a Readable': (chunks) => {
    const iterator = chunks();
    const body = new Readable({
      read() {
        try {
          const { done, value } = iterator.next();
          this.push(done ? null : value);
        } catch (error) {
          this.destroy(error as Error);
        }
      },
    });
    return { body, closed: new Promise((resolve) => body.once('close', resolve)) };
  },
  'a web stream': (chunks) => {
    const iterator = chunks();
    let cancel = (): void => undefined;
    const closed = new Promise<void>((resolve) => {
      cancel = resolve;
    });
    return {
      closed,
      body: new ReadableStream({
        pull(controller) {
          const { done, value } = iterator.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel,
      }),
    };
  },
  'a generator': (chunks) => {
    let close = (): void => undefined;
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    function* body() {
      try {
        yield* { [Symbol.iterator]: chunks };
      } finally {
        close();
      }
    }
    return { body: body(), closed };
  },
  'an async generator': (chunks) => {
    let close = (): void => undefined;
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    async function* body() {
      try {
        yield* { [Symbol.iterator]: chunks };
      } finally {
        close();
      }
    }
    return { body: body(), closed };
  },
};

function appOf(response: () => AnyResponse): { app: Express; errors: unknown[] } {
  const app = express().get('/it', returns(response));
  return { app, errors: keepErrors(app) };
}

describe.each(Object.entries(kinds))('a body of %s', (_kind, source) => {
  it('is sent whole, text and bytes mixed, empty chunks left out', async () => {
    const { body } = source(function* () {
      yield 'é';
      yield '';
      yield Buffer.from([0xff]);
      yield BIG;
    });
    const answer = await send(appOf(() => new Binary(body)).app, 'GET', '/it');

    expect(answer).toMatchObject({
      status: 200,
      isBroken: false,
      headers: { 'Transfer-Encoding': 'chunked', 'Content-Type': 'application/octet-stream' },
    });
    expect(answer.body.equals(Buffer.concat([Buffer.from('é'), Buffer.from([0xff]), BIG]))).toBe(true);
  });

  it('is an error reply, without a trace of the failed one, when its first chunk fails', async () => {
    const error = Object.assign(new Error('no first chunk'), { status: 503 });

    const { body } = source(function* () {
      throw error;
    });
    const { app, errors } = appOf(() => new Binary(body, { headers: { 'X-Own': '1' } }));
    const answer = await send(app, 'GET', '/it');

    expect(answer.status).toBe(503);
    expect(answer.headers['X-Own']).toBeUndefined();
    expect(errors).toEqual([error]);
  });

  it('breaks the connection when a later chunk fails, and reports it once', async () => {
    const error = new Error('no second chunk');
    const { body } = source(function* () {
      yield Buffer.from('half');
      throw error;
    });
    const { app, errors } = appOf(() => new Binary(body));
    const answer = await send(app, 'GET', '/it');

    expect(answer.isBroken).toBe(true);
    expect(errors).toEqual([error]);
  });

  it('is closed without an error when the client disconnects', async () => {
    let sent = 0;
    const { body, closed } = source(function* () {
      for (;;) {
        sent += 1;
        yield Buffer.from(BIG);
      }
    });
    const { app, errors } = appOf(() => new Binary(body));
    await withServer(app, async (port) => {
      await new Promise<void>((resolve) => {
        const request = http.get({ port, path: '/it', host: '127.0.0.1', agent: false }, (reply) => {
          reply.once('data', () => {
            request.destroy();
          });
          reply.on('error', () => undefined);
          reply.once('close', resolve);
        });
        request.on('error', () => undefined);
      });
      await closed;
    });

    // Back-pressure: what the socket buffers hold, not what the source could give.
    expect(sent).toBeLessThan(100);
    expect(errors).toEqual([]);
  });

  it.each<[string, string, http.OutgoingHttpHeaders, number]>([
    ['HEAD', 'HEAD', {}, 200],
    ['a fresh ETag', 'GET', { 'If-None-Match': '"tag"' }, 304],
  ])('is closed and not sent for %s', async (_what, method, headers, status) => {
    const { body, closed } = source(function* () {
      for (;;) yield 'x';
    });
    const answer = await send(
      appOf(() => new Binary(body, { headers: { ETag: '"tag"' } })).app,
      method,
      '/it',
      headers,
    );

    expect([answer.status, answer.body.length, answer.headers['ETag']]).toEqual([status, 0, '"tag"']);
    // A generator that was never started has nothing to run; the others must be let go.
    if (!('return' in (body as object)) || status === 304) await closed;
  });

  it('is used up by one reply: a second one is an error, not an empty 200', async () => {
    const { body } = source(function* () {
      yield 'once';
    });
    const shared = new Text(body);
    const { app, errors } = appOf(() => shared);

    expect((await send(app, 'GET', '/it')).body.toString()).toBe('once');
    expect((await send(app, 'GET', '/it')).status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_BODY_USED' })]);
  });

  it('is held against a promised Content-Length', async () => {
    const ask = async (length: string) => {
      const { app, errors } = appOf(
        () =>
          new Binary(
            source(function* () {
              yield 'hel';
              yield 'lo';
            }).body,
            { headers: { 'Content-Length': length } },
          ),
      );
      return { ...(await send(app, 'GET', '/it')), codes: errors.map((error) => (error as { code: string }).code) };
    };

    expect(await ask('5')).toMatchObject({ status: 200, isBroken: false, codes: [], body: Buffer.from('hello') });
    expect(await ask('4')).toMatchObject({ isBroken: true, codes: ['ERR_RETURNS_LENGTH'] });
    expect(await ask('6')).toMatchObject({ isBroken: true, codes: ['ERR_RETURNS_LENGTH'] });
    expect(await ask('2')).toMatchObject({ status: 500, isBroken: false, codes: ['ERR_RETURNS_LENGTH'] });
  });
});

describe('a streamed body', () => {
  it('of an iterable that can be read again may be sent any number of times', async () => {
    const shared = new Text(['a', 'b']);
    const { app } = appOf(() => shared);

    expect((await send(app, 'GET', '/it')).body.toString()).toBe('ab');
    expect((await send(app, 'GET', '/it')).body.toString()).toBe('ab');
  });

  it('of a Blob has its length', async () => {
    const answer = await send(appOf(() => new Binary(new Blob(['hello']))).app, 'GET', '/it');

    expect([answer.headers['Content-Length'], answer.body.toString()]).toEqual(['5', 'hello']);
  });

  it.each<[string, unknown, string]>([
    ['an object', {}, 'an object without keys'],
    ['a number', 5, '5'],
    ['null', null, 'null'],
  ])('may not give %s', async (_what, chunk, shown) => {
    const { app, errors } = appOf(
      () =>
        new Text(
          (function* () {
            yield chunk as string;
          })(),
        ),
    );

    expect((await send(app, 'GET', '/it')).status).toBe(500);
    expect((errors[0] as Error).message).toContain(`A stream gave ${shown}; its chunks must be strings or bytes.`);
  });

  it('lets other requests through while a source never waits', async () => {
    let isDone = false;
    const app = express();
    app.get(
      '/long',
      returns(
        () =>
          new Text(
            (function* () {
              for (let n = 0; n < 20000 && !isDone; n++) yield '';
              yield 'end';
            })(),
          ),
      ),
    );
    app.get(
      '/short',
      returns(() => {
        isDone = true;
        return 'short';
      }),
    );
    await withServer(app, async (port) => {
      const long = sendTo(port, 'GET', '/long');
      expect((await sendTo(port, 'GET', '/short')).body.toString()).toBe('short');
      expect((await long).body.toString()).toBe('end');
    });
  });

  it('does not take the process down when a stream fails while its handler is still at work', async () => {
    const app = express().get(
      '/it',
      returns(async () => {
        const failing = new Binary(new Readable({ read: () => undefined }).destroy(new Error('early')));
        await turn();
        return failing;
      }),
    );
    const errors = keepErrors(app);

    expect((await send(app, 'GET', '/it')).status).toBe(500);
    expect(errors).toEqual([new Error('early')]);
  });

  it.each<[string, reply.ResponseInit]>([
    ['with flush', { flush: true }],
    ['with flush and a length', { flush: true, headers: { 'Content-Length': '3' } }],
  ])('has its head sent before its first chunk %s', async (_what, init) => {
    const head = deferred();
    const app = express().get(
      '/it',
      returns(
        () =>
          new Text(
            (async function* () {
              await head.promise;
              yield 'one';
            })(),
            init,
          ),
      ),
    );
    await withServer(app, async (port) => {
      const live = await openReply(port, '/it');
      head.resolve();

      expect(await live.until('one')).toBe('one');
      expect(await live.ended).toBe(true);
    });
  });

  it('breaks the connection when it fails right after its head was flushed', async () => {
    const { app, errors } = appOf(
      () =>
        new Text(
          (function* (): Iterable<string> {
            throw new Error('failed');
          })(),
          { flush: true },
        ),
    );

    expect(await send(app, 'GET', '/it')).toMatchObject({ status: 200, isBroken: true });
    expect(errors).toEqual([new Error('failed')]);
  });

  it('stops when other code ends the reply, such as a timeout', async () => {
    let answered = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const app = express().get(
      '/it',
      (_req, res, next) => {
        setImmediate(() => {
          res.status(503).send('too slow');
          answered();
        });
        next();
      },
      returns(
        () =>
          new Text(
            (async function* () {
              await waiting;
              yield 'late';
            })(),
          ),
      ),
    );
    const errors = keepErrors(app);
    const answer = await send(app, 'GET', '/it');

    expect([answer.status, answer.body.toString(), errors]).toEqual([503, 'too slow', []]);
  });
});

describe('a streamed body with the middleware of Express apps', () => {
  /** Wraps one method of `res`, as middleware does. */
  const wrapping =
    (
      name: 'write' | 'end',
      wrap: (original: (...args: unknown[]) => unknown, res: Response) => (...args: unknown[]) => unknown,
    ): RequestHandler =>
    (_req, res, next) => {
      res[name] = wrap((res[name] as (...args: unknown[]) => unknown).bind(res), res) as never;
      next();
    };
  const two = (): AnyResponse =>
    new Text(
      (function* () {
        yield 'a';
        yield 'b';
      })(),
      { headers: { ETag: '"tag"' } },
    );

  it.each<[string, http.OutgoingHttpHeaders, number]>([
    ['a whole reply', {}, 200],
    ['a 304', { 'If-None-Match': '"tag"' }, 304],
  ])('ends once where a session holds the end back until it is saved: %s', async (_what, headers, status) => {
    let ends = 0;
    const session = wrapping('end', (end) => (...args) => {
      ends += 1;
      setTimeout(() => end(...args), 20);
    });
    const answer = await send(express().get('/it', session, returns(two)), 'GET', '/it', headers);

    expect([answer.status, answer.body.toString(), ends]).toEqual([status, status === 200 ? 'ab' : '', 1]);
  });

  it('goes on where a wrapper of res.write returns nothing', async () => {
    const app = express().get(
      '/it',
      wrapping('write', (write) => (...args) => {
        write(...args);
      }),
      returns(two),
    );

    expect((await send(app, 'GET', '/it')).body.toString()).toBe('ab');
  });

  it('breaks the connection where a wrapper has kept the first half, and never mixes it with an error reply', async () => {
    const kept: unknown[] = [];
    const buffer: RequestHandler = (_req, res, next) => {
      const end = res.end.bind(res) as (chunk: unknown) => Response;
      res.write = ((chunk: unknown) => {
        kept.push(chunk);
        return true;
      }) as never;
      res.end = ((chunk: unknown) =>
        end(Buffer.concat([...kept, Buffer.from(String(chunk ?? ''))] as Buffer[]))) as never;
      next();
    };
    const app = express().get(
      '/it',
      buffer,
      returns(
        () =>
          new Text(
            (function* () {
              yield Buffer.from('half');
              throw new Error('failed');
            })(),
          ),
      ),
    );
    const errors = keepErrors(app);
    const answer = await send(app, 'GET', '/it');

    expect([answer.isBroken, answer.body.toString(), errors]).toEqual([true, '', [new Error('failed')]]);
  });

  it('adds one listener for all its waits, also where a compressor takes listeners over', async () => {
    let listeners = 0;
    const app = express().get(
      '/it',
      (_req, res, next) => {
        const on = res.on.bind(res);
        res.on = ((event: string, listener: () => void) => {
          if (event === 'drain') listeners += 1;
          return on(event, listener);
        }) as never;
        next();
      },
      returns(
        () =>
          new Binary(
            (function* () {
              for (let n = 0; n < 50; n++) yield Buffer.alloc(1 << 18);
            })(),
          ),
      ),
    );

    expect((await send(app, 'GET', '/it')).body.length).toBe(50 << 18);
    expect(listeners).toBe(1);
  });

  it('echoes a request, and leaves its connection alone when that fails', async () => {
    const app = express().post(
      '/it',
      returns(
        (req) => new Binary(req, req.get('X-Fail') ? { cookies: [{ name: 'a', value: '1', signed: true }] } : {}),
      ),
    );
    const errors = keepErrors(app);
    const echo = await withServer(app, (port) =>
      fetch(`http://127.0.0.1:${port}/it`, { method: 'POST', body: 'hello' }).then((reply) => reply.text()),
    );

    expect(echo).toBe('hello');
    expect(
      await withServer(app, (port) =>
        fetch(`http://127.0.0.1:${port}/it`, { method: 'POST', body: 'hello', headers: { 'X-Fail': '1' } }).then(
          ({ status }) => status,
        ),
      ),
    ).toBe(500);
    expect(errors).toHaveLength(1);
  });

  it('resets the connection of an HTTP/1.0 client, which takes its end for the end of the body', async () => {
    let read = (): void => undefined;
    const isRead = new Promise<void>((resolve) => {
      read = resolve;
    });
    const app = express().get(
      '/it',
      returns(
        () =>
          new Text(
            (async function* () {
              yield 'half';
              await isRead;
              throw new Error('failed');
            })(),
          ),
      ),
    );
    keepErrors(app);
    const ending = await withServer(
      app,
      (port) =>
        new Promise<string>((resolve) => {
          const socket = net.connect(port, '127.0.0.1', () => socket.write('GET /it HTTP/1.0\r\n\r\n'));
          socket.on('end', () => {
            resolve('a whole reply');
          });
          socket.on('error', (error: NodeJS.ErrnoException) => {
            resolve(String(error.code));
          });
          socket.on('data', (data) => {
            if (String(data).includes('half')) setImmediate(read);
          });
        }),
    );

    expect(ending).toBe('ECONNRESET');
  });

  it('is closed when the client leaves while it is pipelined behind another', async () => {
    const closed: Promise<unknown>[] = [];
    let asked = (): void => undefined;
    const allAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const app = express()
      .get('/slow', () => undefined)
      .get(
        '/it',
        returns(() => {
          const stream = new Readable({
            read() {
              this.push('x');
            },
          });
          closed.push(new Promise((resolve) => stream.once('close', resolve)));
          if (closed.length === 12) asked();
          return stream;
        }),
      );
    const warnings = jest.spyOn(process, 'emitWarning');
    await withServer(app, async (port) => {
      const socket = net.connect(port, '127.0.0.1', () =>
        socket.write(`GET /slow HTTP/1.1\r\nHost: a\r\n\r\n${'GET /it HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(12)}`),
      );
      await allAsked;
      socket.destroy();
      await Promise.all(closed);
    });

    expect(warnings).not.toHaveBeenCalled();
    warnings.mockRestore();
  });
});

describe('a length that is not true', () => {
  it.each<[string, () => AnyResponse]>([
    ['no body', () => new reply.Response(null, { headers: { 'Content-Length': '5' } })],
    ['JSON items', () => new JSON([1, 2].values(), { headers: { 'Content-Length': '99' } })],
    ['a web Response', () => fromWebResponse(new globalThis.Response(null, { headers: { 'content-length': '5' } }))],
  ])('never makes the client wait: %s', async (_what, response) => {
    const { app, errors } = appOf(response);
    const answer = await send(app, 'GET', '/it');

    expect(answer.status === 500 || answer.isBroken).toBe(true);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_LENGTH' })]);
  });

  it('may be sent for HEAD', async () => {
    const { app } = appOf(() => new reply.Response(null, { headers: { 'Content-Length': '5' } }));

    expect((await send(app, 'HEAD', '/it')).headers['Content-Length']).toBe('5');
  });
});

describe('a failure that is known before the head', () => {
  it.each<[string, (rows: Iterable<string>) => AnyResponse]>([
    ['text', (rows) => new Text(rows)],
    ['JSON rows', (rows) => new JSON(rows)],
  ])('of a synchronous source of %s is an error reply', async (_what, make) => {
    const error = new Error('after the first');
    const { app, errors } = appOf(() =>
      make(
        (function* () {
          yield 'first';
          throw error;
        })(),
      ),
    );
    const answer = await send(app, 'GET', '/it');

    expect([answer.status, answer.body.toString(), errors]).toEqual([500, '{"failed":true}', [error]]);
  });
});

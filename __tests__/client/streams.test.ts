import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import express from 'express';
import {
  Channel,
  EventStream,
  JSONLines,
  Response as EmptyResponse,
  Routes,
  Text,
  type ServerEvent,
} from 'express-returns';
import { client, type ClientOptions } from 'express-returns/client';
import { fetchOf } from 'express-returns/testing';
import { readEvents } from '../../lib/client/read-events';
import { readJSONLines } from '../../lib/client/read-lines';
import type { Endpoint } from '../../lib/route/endpoint';
import { whileListening, withServer } from '../helpers/app';
import fc from '../helpers/fast-check';
import { deferred } from '../helpers/live';

interface Tick {
  readonly event: string;
  readonly data: unknown;
}
interface Api {
  readonly 'GET /events': Endpoint<'GET', '/events', object, { status: 200; kind: 'events'; event: Tick }>;
  readonly 'GET /lines': Endpoint<'GET', '/lines', object, { status: 200; kind: 'lines'; line: number }>;
}

type Reply = Text | EventStream | EmptyResponse | JSONLines;

/** A client of an app that gives one reply after the other, with the `Last-Event-ID` of each request. */
function apiOf(...replies: (() => Reply)[]) {
  const asked: (string | undefined)[] = [];
  const routes = new Routes().get(['/events', '/lines'], (req) => {
    asked.push(req.get('Last-Event-ID'));
    return (replies[asked.length - 1] ?? (() => new EmptyResponse(null, { status: 204 })))();
  });
  const fetch = fetchOf(express().set('env', 'test').use(routes.router()));
  const api = (options: ClientOptions = {}) => client<Api>('http://test', { fetch, ...options });
  return { api: api(), apiWith: api, asked };
}

const events =
  (...given: (ServerEvent | string)[]) =>
  () =>
    new EventStream(given);

/** A stream that gives its events, and then breaks. */
const broken =
  (...given: ServerEvent[]) =>
  () =>
    new EventStream(
      (async function* () {
        yield* given;
        await new Promise(setImmediate); // The head and the events are sent.
        throw new Error('broken on purpose');
      })(),
    );

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const dataOf = async (items: AsyncIterable<Tick>): Promise<unknown[]> => (await all(items)).map(({ data }) => data);

describe('lines', () => {
  it('come one by one, and leaving the loop cancels the request', async () => {
    const left = deferred<string>();
    let count = 0;
    const lines: AsyncIterableIterator<number> = {
      [Symbol.asyncIterator]: () => lines,
      next: () => (++count < 3 ? Promise.resolve({ value: count }) : new Promise(() => undefined)),
      return: () => {
        left.resolve('left');
        return Promise.resolve({ value: undefined, done: true });
      },
    };
    const routes = new Routes().get('/lines', () => new JSONLines(lines));
    await withServer(express().use(routes.router()), async (port) => {
      const reply = await client<Api>(`http://127.0.0.1:${port}`).get('/lines');
      const seen: number[] = [];
      for await (const line of reply.lines) if (seen.push(line) === 2) break;

      expect(seen).toEqual([1, 2]);
    });

    expect(await left.promise).toBe('left');
  });

  it('throw where the connection breaks', async () => {
    const lines = async function* (): AsyncGenerator<number> {
      yield 1;
      for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
      throw new Error('broken on purpose');
    };
    const reply = await apiOf(() => new JSONLines(lines())).api.get('/lines');
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const line of reply.lines) seen.push(line);
    };

    await expect(read()).rejects.toThrow('terminated');
    expect(seen).toEqual([1]);
  });

  it('end when the signal fires', async () => {
    const controller = new AbortController();
    const lines = async function* (): AsyncGenerator<number> {
      yield 1;
      await new Promise(() => undefined);
    };
    const { api } = apiOf(() => new JSONLines(lines()));
    const reply = await api.get('/lines', { signal: controller.signal });
    const read = async (): Promise<void> => {
      for await (const line of reply.lines) if (line === 1) controller.abort(new Error('enough'));
    };

    await expect(read()).rejects.toThrow('enough');
  });
});

describe('the text of a stream', () => {
  const cut = (bytes: Uint8Array, sizes: readonly number[]): Response => {
    let at = 0;
    const chunks = sizes.map((size) => bytes.subarray(at, (at += size)));
    return new Response(
      new ReadableStream({
        start(controller) {
          for (const chunk of [...chunks, bytes.subarray(at)]) controller.enqueue(chunk);
          controller.close();
        },
      }),
    );
  };
  const sizes = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 60 });

  it('gives the same lines however it is cut', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), sizes, async (values, lengths) => {
        const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');

        expect(JSON.stringify(await all(readJSONLines(cut(Buffer.from(text), lengths))))).toBe(JSON.stringify(values));
      }),
    ));

  it('gives the same events however it is cut', () => {
    const text = fc.string({ unit: 'grapheme' }).map((value) => `${value}é`); // Not JSON, so that it stays a text.
    return fc.assert(
      fc.asyncProperty(fc.array(text), sizes, async (values, lengths) => {
        const body = await new EventStream(values).text();
        const connection = { connect: () => Promise.reject(new Error('not used')) };

        expect(await dataOf(readEvents(cut(Buffer.from(body), lengths), connection))).toEqual(
          values.map((value) => value.replace(/\r\n?/g, '\n')),
        );
      }),
    );
  });
});

describe('the text of an event stream', () => {
  const connection = { connect: () => Promise.reject(new Error('not used')), reconnect: false };
  const replyOf = (...chunks: readonly Uint8Array[]): Response =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        },
      }),
    );

  /** The events of a whole text by section 9.2.6 of the HTML standard, line by line as it is written there. */
  function interpret(text: string): unknown[] {
    const found: unknown[] = [];
    let [data, event, id] = ['', '', ''];
    for (const line of text
      .replace(/^\uFEFF/, '')
      .replace(/\r\n|\r/g, '\n')
      .split('\n')
      .slice(0, -1)) {
      if (line === '') {
        if (data !== '') found.push({ event: event === '' ? 'message' : event, data: data.slice(0, -1), id });
        [data, event] = ['', ''];
      }
      const colon = line.indexOf(':');
      const name = colon === -1 ? line : line.slice(0, colon);
      const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (name === 'data') data += `${value}\n`;
      if (name === 'event') event = value;
      if (name === 'id' && !value.includes('\0')) id = value;
    }
    return found;
  }

  const text = fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('\n', '\r\n', '\r') },
        fc.constantFrom('data', 'event', 'id', 'retry', 'other', '__proto__', 'toString', ''),
        { weight: 2, arbitrary: fc.constantFrom(':', ': ', ' ') },
        fc.constantFrom('x', 'é', '日', '\u2028', '\0', '\uFEFF', 'a: b', '{"a":'),
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''));

  it('gives the events of the standard, with any ends of lines, however its bytes are cut', () =>
    fc.assert(
      fc.asyncProperty(text, fc.boolean(), fc.array(fc.nat({ max: 200 })), async (written, hasMark, places) => {
        const body = `${hasMark ? '\uFEFF' : ''}${written}\n`;
        const bytes = Buffer.from(body);
        const cuts = [0, ...places.filter((place) => place < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));

        expect(await all(readEvents(replyOf(...chunks), connection))).toEqual(interpret(body));
      }),
      { numRuns: 300 },
    ));

  it.each<[text: string, events: readonly unknown[]]>([
    ['data:a\n\n', ['a']],
    ['data:  a\n\n', [' a']],
    ['data\n\n', ['']],
    ['data: a: b\n\n', ['a: b']],
    ['data: a\u2028b\n\n', ['a\u2028b']],
    ['data: a\rdata: b\r\r', ['a\nb']],
    ['data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
    ['\uFEFFdata: a\n\n', ['a']],
    ['event: a\nevent: b\ndata: c\n\n', ['c']],
    ['data: a\n\ndata: b', ['a']],
    ['database: a\n\n', []],
  ])('%j has the events %j', async (written, expected) => {
    expect(await dataOf(readEvents(replyOf(Buffer.from(written)), connection))).toEqual(expected);
  });

  it('gives an event whose lines end with CR without a wait for the next chunk', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const found = readEvents(new Response(readable), connection);
    const first = found.next();
    await writer.write(Buffer.from('data: a\r\r'));

    expect((await first).value).toEqual({ event: 'message', data: 'a', id: '' });

    const second = found.next();
    await writer.write(Buffer.from('\ndata: b\r\n\r\n'));

    expect((await second).value).toEqual({ event: 'message', data: 'b', id: '' });

    await found.return();
  });

  it('ignores a time to retry that is no number', async () => {
    const waited: unknown[] = [];
    const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, time?: number) => {
      waited.push(time);
      setImmediate(run);
    }) as typeof setTimeout);
    try {
      const connect = () => Promise.resolve(new Response(null, { status: 204 }));

      expect(await all(readEvents(new Response('id: 1\nretry: soon\n\n'), { connect }))).toEqual([]);
    } finally {
      timer.mockRestore();
    }

    expect(waited).toEqual([1000]);
  });
});

describe('events', () => {
  it('have name, data and the last id; JSON where the text is JSON', async () => {
    const { api } = apiOf(
      events(
        { data: { n: 1 } },
        { event: 'tick', data: 'a\nb', id: '1' },
        { comment: 'only this' },
        { retry: 0 },
        { data: '', event: 'empty' },
        '7',
      ),
    );
    const reply = await api.get('/events');

    expect(await all(reply.events)).toEqual([
      { event: 'message', data: { n: 1 }, id: '' },
      { event: 'tick', data: 'a\nb', id: '1' },
      { event: 'empty', data: '', id: '1' },
      { event: 'message', data: 7, id: '1' },
    ]);
  });

  it('end with the stream where the server sends no id and no time to retry', async () => {
    const { api, asked } = apiOf(events('a', 'b'), events('c'));

    expect(await dataOf((await api.get('/events')).events)).toEqual(['a', 'b']);
    expect(asked).toHaveLength(1);
  });

  it('throw where the connection breaks before an id', async () => {
    const { api } = apiOf(broken({ data: 'a' }), events('b'));

    await expect(all((await api.get('/events')).events)).rejects.toThrow('terminated');
  });

  it.each([
    ['ends', events({ id: 1, data: 'a', retry: 1 })],
    ['breaks', broken({ id: 1, data: 'a', retry: 1 })],
  ])('continue with Last-Event-ID when the connection %s, until a 204', async (_what, first) => {
    const { api, asked } = apiOf(first, events({ data: 'b' }), events({ id: '日', data: 'c' }), events({ data: 'd' }));

    expect(await dataOf((await api.get('/events')).events)).toEqual(['a', 'b', 'c', 'd']);
    expect(asked.slice(0, 3)).toEqual([undefined, '1', '1']);
    // Express reads the bytes of a header as Latin-1.
    expect(asked.slice(3).map((id) => Buffer.from(id ?? '', 'latin1').toString())).toEqual(['日', '日']);
  });

  it('continue without Last-Event-ID where the server has sent no id, as EventSource', async () => {
    const { api, asked } = apiOf(events({ data: 'a', retry: 1 }), events({ data: 'b' }));

    expect(await dataOf((await api.get('/events')).events)).toEqual(['a', 'b']);
    expect(asked).toEqual([undefined, undefined, undefined]);
  });

  it('continue after a failed fetch and the replies of a server that starts again', async () => {
    const { api, asked } = apiOf(
      events({ id: 1, data: 'a', retry: 1 }),
      broken(),
      () => new Text('starting', { status: 503 }),
      events({ data: 'b' }),
    );

    expect(await dataOf((await api.get('/events')).events)).toEqual(['a', 'b']);
    expect(asked).toEqual([undefined, '1', '1', '1', '1']);
  });

  it.each<[text: string, times: number[]]>([
    ['id: 1\n\n', [1000, 1000]],
    ['retry: 0\n\n', [0, 1000]],
    ['retry: 50\n\n', [50, 50]],
  ])('wait the time of the server, else a second: %j', async (text, expected) => {
    const waited: unknown[] = [];
    const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, time?: number) => {
      waited.push(time);
      setImmediate(run);
    }) as typeof setTimeout);
    try {
      let count = 0;
      const connect = () =>
        ++count === 1
          ? Promise.reject(new TypeError('fetch failed'))
          : Promise.resolve(new Response(null, { status: 204 }));

      expect(await all(readEvents(new Response(text), { connect }))).toEqual([]);
    } finally {
      timer.mockRestore();
    }

    expect(waited).toEqual(expected);
  });

  it('throw an UnexpectedReply for a refusal, with its error', async () => {
    const { api } = apiOf(events({ id: 1, data: 'a', retry: 1 }), () => new Text('No longer', { status: 401 }));

    await expect(all((await api.get('/events')).events)).rejects.toMatchObject({ status: 401, body: 'No longer' });
  });

  it('do not continue with { reconnect: false }', async () => {
    const { api, asked } = apiOf(events({ id: 1, data: 'a', retry: 1 }), events('b'));

    expect(await dataOf((await api.get('/events', { reconnect: false })).events)).toEqual(['a']);
    expect(asked).toHaveLength(1);
  });

  it('ask for headers with each connection', async () => {
    const { apiWith } = apiOf(events({ id: 1, data: 'a', retry: 1 }), events({ data: 'b' }));
    const headers = jest.fn(() => ({}));

    expect(await dataOf((await apiWith({ headers }).get('/events')).events)).toEqual(['a', 'b']);
    expect(headers).toHaveBeenCalledTimes(3);
  });

  it('stop waiting when the signal fires', async () => {
    const controller = new AbortController();
    const { api, asked } = apiOf(events({ id: 1, data: 'a', retry: 1_000_000 }));
    const { events: found } = await api.get('/events', { signal: controller.signal });
    const read = async (): Promise<void> => {
      for await (const { data } of found)
        if (data === 'a')
          setImmediate(() => {
            controller.abort(new Error('enough'));
          });
    };

    await expect(read()).rejects.toThrow('enough');
    expect(asked).toHaveLength(1);
  });

  it('leaving the loop cancels the request', async () => {
    const left = deferred<string>();
    async function* feed(): AsyncGenerator<ServerEvent> {
      try {
        for (let id = 1; ; id++) yield { id, data: id };
      } finally {
        left.resolve('left');
      }
    }
    const { api } = apiOf(() => new EventStream(feed()));
    for await (const { data } of (await api.get('/events')).events) if (data === 3) break;

    expect(await left.promise).toBe('left');
  });
});

describe('a channel', () => {
  it('continues without a gap where the server breaks the connection, with what was published meanwhile', async () => {
    const channel = new Channel<{ id: number; event: string; data: number; retry: number }>();
    const publish = (id: number): void => {
      channel.publish({ id, event: 'tick', data: id, retry: 1 });
    };
    const asked: (string | undefined)[] = [];
    const routes = new Routes().get('/events', (req) => {
      asked.push(req.get('Last-Event-ID'));
      if (asked.length === 3) channel.close();
      return new EventStream(channel.after(req.get('Last-Event-ID') ?? 'none'));
    });
    const sockets = new Set<Socket>();
    const server = createServer(express().use(routes.router())).on('connection', (socket) => sockets.add(socket));
    await whileListening(server, async (port) => {
      const seen: unknown[] = [];
      publish(1);
      for await (const { data } of (await client<Api>(`http://127.0.0.1:${port}`).get('/events')).events) {
        seen.push(data);
        if (data === 1) publish(2);
        if (data === 2 || data === 4) {
          for (const socket of sockets) socket.destroy();
          publish(data + 1);
          publish(data + 2);
        }
        if (data === 6) break;
      }

      expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
      expect(asked).toEqual([undefined, '2', '4']);
    });
  });
});

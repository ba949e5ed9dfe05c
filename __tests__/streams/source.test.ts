import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { holdStream } from '../../lib/streams/hold';
import { discardBody, openSource, type Framing, type Source } from '../../lib/streams/source';
import { usageError } from '../diagnostics/refused';
import fc, { anyText } from '../helpers/fast-check';

function* generator(chunks: readonly unknown[]) {
  yield* chunks;
}

async function* asyncGenerator(chunks: readonly unknown[]) {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

function webStream(chunks: readonly unknown[]) {
  return new ReadableStream<unknown>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

type Make = (chunks: readonly unknown[]) => object;

const readOnce: readonly [string, Make][] = [
  ['a Readable', (chunks) => Readable.from(chunks)],
  ['a web stream', webStream],
  ['a generator', generator],
  ['an async generator', asyncGenerator],
];

const readOften: readonly [string, Make][] = [
  ['an array', (chunks) => [...chunks]],
  ['a Set', (chunks) => new Set(chunks)],
  ['an async iterable', (chunks) => ({ [Symbol.asyncIterator]: () => asyncGenerator(chunks) })],
];

/** Bodies whose next chunk never comes, each with what is called when they are closed. */
const silent: readonly [string, (close: () => undefined) => object][] = [
  ['a Readable', (close) => Object.assign(new PassThrough(), { _destroy: close })],
  ['a web stream', (close) => new ReadableStream({ cancel: close })],
  [
    'an async iterator',
    (close) => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined), return: close }) }),
  ],
  ['an iterator', (close) => ({ [Symbol.iterator]: () => ({ next: () => ({ value: '' }), return: close }) })],
];

async function readAll(source: Source): Promise<string[]> {
  const chunks: string[] = [];
  for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) chunks.push(chunk.toString());
  return chunks;
}

describe('openSource', () => {
  it.each([...readOnce, ...readOften])('reads %s to its end and skips empty chunks', async (_what, make) => {
    const source = openSource(make(['a', '', Buffer.from('é'), Uint8Array.of(99).buffer]));

    await expect(readAll(source)).resolves.toEqual(['a', 'é', 'c']);
    await expect(source.next()).resolves.toBeUndefined();
  });

  it.each([...readOnce, ...readOften])('reads an empty body: %s', async (_what, make) => {
    await expect(readAll(openSource(make([])))).resolves.toEqual([]);
  });

  it('reads the rest of a web stream after other code has read its first chunk', async () => {
    const stream = webStream(['a', 'b']);
    const reader = stream.getReader();
    await reader.read();
    reader.releaseLock();

    await expect(readAll(openSource(stream))).resolves.toEqual(['b']);
  });

  it('reads a Blob repeatedly', async () => {
    const blob = new Blob(['aé']);

    await expect(readAll(openSource(blob))).resolves.toEqual(['aé']);
    await expect(readAll(openSource(blob))).resolves.toEqual(['aé']);
  });

  it.each(readOften)('reads %s again', async (_what, make) => {
    const body = make(['a', 'b']);

    await expect(readAll(openSource(body))).resolves.toEqual(['a', 'b']);
    await expect(readAll(openSource(body))).resolves.toEqual(['a', 'b']);
  });

  it.each(readOnce)('refuses %s that was opened before', (_what, make) => {
    const body = make(['a']);
    openSource(body);

    expect(() => openSource(body)).toThrow(
      usageError('ERR_RETURNS_BODY_USED', 'can be read only once, and was read before.'),
    );
  });

  it('refuses a Readable that other code has read to its end', async () => {
    const stream = Readable.from(['a']).resume();
    await once(stream, 'end');

    expect(() => openSource(stream)).toThrow(usageError('ERR_RETURNS_BODY_USED'));
  });

  it('refuses a web stream that other code is reading', () => {
    const stream = webStream(['a']);
    stream.getReader();

    expect(() => openSource(stream)).toThrow(usageError('ERR_RETURNS_BODY_USED'));
  });

  it('refuses a web stream that other code has read to its end', async () => {
    const stream = webStream(['a']);
    const reader = stream.getReader();
    while (!(await reader.read()).done);
    reader.releaseLock();

    expect(() => openSource(stream)).toThrow(usageError('ERR_RETURNS_BODY_USED'));
  });

  it('refuses a value that cannot be streamed', () => {
    expect(() => openSource({ a: 1 })).toThrow(
      usageError('ERR_RETURNS_BODY', 'an object with the keys a cannot be streamed.'),
    );
  });

  it.each([...readOnce, ...readOften])(
    'refuses a chunk of %s that is neither a string nor bytes',
    async (_what, make) => {
      const source = openSource(make(['a', { b: 1 }]));

      await expect(source.next()).resolves.toEqual(Buffer.from('a'));
      await expect(source.next()).rejects.toThrow(
        usageError('ERR_RETURNS_CHUNK', 'A stream gave an object with the keys b; its chunks must be'),
      );
    },
  );

  it.each([0, 1n, true, null, undefined, Symbol('a'), []])('refuses the chunk %p', async (chunk) => {
    await expect(openSource([chunk]).next()).rejects.toThrow(usageError('ERR_RETURNS_CHUNK'));
  });

  it('awaits the promises of an iterable', async () => {
    await expect(readAll(openSource([Promise.resolve('a'), 'b', Promise.resolve(Buffer.from('c'))]))).resolves.toEqual([
      'a',
      'b',
      'c',
    ]);
    await expect(openSource([Promise.reject(new Error('gone'))]).next()).rejects.toThrow('gone');
  });

  it('frames items and adds the end of the framing', async () => {
    const framing = {
      item: (value: unknown, index: number) => `${index}:${String(value)};`,
      end: (count: number) => `(${count})`,
    };

    await expect(readAll(openSource([5, 6], framing))).resolves.toEqual(['0:5;', '1:6;', '(2)']);
    await expect(readAll(openSource([], framing))).resolves.toEqual(['(0)']);
  });

  describe('gathered', () => {
    const gathered = (body: object, framing?: Framing): Source => openSource(body, framing, { isGathered: true });
    const numbers = {
      item: (value: unknown, index: number) => `${index}:${String(value)};`,
      end: (count: number) => `(${count})`,
    };

    it('joins the strings of a synchronous iterable and the end of the framing to one chunk', async () => {
      await expect(readAll(gathered(['a', '', 'b', 'c']))).resolves.toEqual(['abc']);
      await expect(readAll(gathered([5, 6], numbers))).resolves.toEqual(['0:5;1:6;(2)']);
      await expect(readAll(gathered([], numbers))).resolves.toEqual(['(0)']);
    });

    it('starts another chunk at an item that is not ready, at bytes, and after 16 kB or 64 items', async () => {
      const later = new Promise((resolve) => setImmediate(() => setImmediate(resolve, 'c')));
      await expect(readAll(gathered(['a', 'b', later, 'd']))).resolves.toEqual(['ab', 'cd']);
      await expect(readAll(gathered(['a', Buffer.from('b'), 'c', 'd']))).resolves.toEqual(['a', 'b', 'cd']);
      const long = 'x'.repeat(10_000);
      await expect(readAll(gathered([long, long, long]))).resolves.toEqual([long + long, long]);
      await expect(readAll(gathered(Array.from({ length: 65 }, () => 'y')))).resolves.toEqual(['y'.repeat(64), 'y']);
    });

    it('joins the strings of an asynchronous body that are ready, and waits one turn of the event loop for no others', async () => {
      async function* give(): AsyncGenerator<string> {
        yield* ['a', 'b'];
        await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
        yield* ['c', 'd'];
      }
      await expect(readAll(gathered(give()))).resolves.toEqual(['ab', 'cd']);
    });

    it('gives the strings of an asynchronous body before a failure, but for the first ones', async () => {
      async function* give(): AsyncGenerator {
        yield* ['a', Buffer.from('b'), 'c', 'd'];
        throw new Error('gone');
      }
      const source = gathered(give());
      for (const chunk of ['a', 'b', 'cd']) await expect(source.next()).resolves.toEqual(Buffer.from(chunk));
      await expect(source.next()).rejects.toThrow('gone');

      const early = gathered(
        (async function* () {
          yield 'a';
          throw new Error('gone');
        })(),
      );
      await expect(early.next()).rejects.toThrow('gone');
    });

    it('fails before the first chunk; later gives the items before a failure first', async () => {
      const source = gathered(
        (function* () {
          yield* ['a', Buffer.from('b'), 'c', 'd'];
          throw new Error('gone');
        })(),
      );
      await expect(source.next()).resolves.toEqual(Buffer.from('a'));
      await expect(source.next()).resolves.toEqual(Buffer.from('b'));
      await expect(source.next()).resolves.toEqual(Buffer.from('cd'));
      await expect(source.next()).rejects.toThrow('gone');

      const early = gathered(
        (function* () {
          yield 'a';
          throw new Error('gone');
        })(),
      );
      await expect(early.next()).rejects.toThrow('gone');

      const wrong = gathered(['a', { b: 1 }]);
      await expect(wrong.next()).resolves.toEqual(Buffer.from('a'));
      await expect(wrong.next()).rejects.toThrow(usageError('ERR_RETURNS_CHUNK'));
    });

    it('closes an unfinished iterator once, and never a finished one', async () => {
      const close = jest.fn(() => ({ done: true, value: undefined }));
      const iterate = (count: number): object => {
        let given = 0;
        return { [Symbol.iterator]: () => ({ next: () => ({ done: given++ === count, value: 'a' }), return: close }) };
      };
      const open = gathered(iterate(1000));
      await open.next();
      open.close();
      open.close();
      expect(close).toHaveBeenCalledTimes(1);

      const atEnd = gathered(iterate(2));
      await expect(atEnd.next()).resolves.toEqual(Buffer.from('aa'));
      atEnd.close();
      await expect(atEnd.next()).resolves.toBeUndefined();
      expect(close).toHaveBeenCalledTimes(1);
    });

    it('gives the same bytes as not gathered', async () => {
      const piece = fc.oneof(anyText(), fc.uint8Array({ maxLength: 5 }));
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(piece, fc.boolean()), { maxLength: 200 }), async (pieces) => {
          const body = pieces.map(([value, isLater]) => (isLater ? Promise.resolve(value) : value));
          const all = async (isGathered: boolean): Promise<string> =>
            (await readAll(openSource(body, undefined, { isGathered }))).join('');

          expect(await all(true)).toBe(await all(false));
        }),
      );
    });
  });

  it.each([false, true])(
    'lets others have their turn while a source gives nothing but empty texts (%p)',
    async (isGathered) => {
      let hasTurned = false;
      setImmediate(() => {
        hasTurned = true;
      });
      const empties = function* (): Generator<string> {
        for (let count = 0; count < 10_000; count++) yield hasTurned ? 'turned' : '';
      };
      const source = openSource(empties(), undefined, { isGathered });

      expect(String(await source.next())).toMatch(/^turned/);
    },
  );

  it('throws an error from before it was opened', async () => {
    const stream = new PassThrough();
    holdStream(stream);
    stream.destroy(new Error('gone'));

    await expect(openSource(stream).next()).rejects.toThrow('gone');
  });

  it('does not treat a destroyed Readable as empty', async () => {
    await expect(openSource(new PassThrough().destroy()).next()).rejects.toMatchObject({
      code: 'ERR_STREAM_PREMATURE_CLOSE',
    });
  });
});

describe('openSource(...).close', () => {
  it.each(silent)('closes %s immediately and once, and ends the source', async (_what, make) => {
    const close = jest.fn();
    const source = openSource(make(close as () => undefined));
    source.close();
    source.close();

    expect(close).toHaveBeenCalledTimes(1);
    await expect(source.next()).resolves.toBeUndefined();
  });

  it.each(silent)('closes %s while its next chunk is awaited, which ends the wait', async (_what, make) => {
    const close = jest.fn();
    const source = openSource(make(close as () => undefined));
    const chunk = source.next();
    source.close();

    expect(close).toHaveBeenCalledTimes(1);
    await expect(chunk).resolves.toBeUndefined();
    await expect(source.next()).resolves.toBeUndefined();
  });

  it('closes a source whose chunk was refused', async () => {
    const close = jest.fn();
    const source = openSource({ [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return: close }) });
    await source.next().catch(() => undefined);
    source.close();

    expect(close).toHaveBeenCalledTimes(1);
  });

  it('does not close a source that has ended', async () => {
    const close = jest.fn();
    const source = openSource({ [Symbol.iterator]: () => ({ next: () => ({ done: true }), return: close }) });
    await source.next();
    source.close();

    expect(close).not.toHaveBeenCalled();
  });

  it('runs the finally of a generator', async () => {
    const steps: string[] = [];
    const source = openSource(
      (function* () {
        try {
          yield 'a';
        } finally {
          steps.push('closed');
        }
      })(),
    );
    await source.next();
    source.close();

    expect(steps).toEqual(['closed']);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('closing');
      },
    ],
    ['rejects', () => Promise.reject(new Error('closing'))],
    ['is not there', undefined as never],
  ])('ignores that return() %s', async (_what, close) => {
    const source = openSource({
      [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ value: 'a' }), return: close }),
    });

    expect(() => source.close()).not.toThrow();
    // An unhandled rejection would fail the run now.
    await new Promise(setImmediate);
  });

  it.each<[string, (stream: Readable) => void]>([
    [
      'closed',
      (stream) => {
        openSource(stream).close();
      },
    ],
    ['discarded', discardBody],
  ])('ignores the error of a Readable while it is %s', async (_what, release) => {
    const stream = new Readable({
      destroy: (_error, done) => {
        done(new Error('closing'));
      },
    });
    release(stream);
    await new Promise(setImmediate);

    expect(stream.errored).toEqual(new Error('closing'));
  });

  it('ignores that a web stream fails to cancel', async () => {
    const source = openSource(new ReadableStream({ cancel: () => Promise.reject(new Error('closing')) }));

    expect(() => source.close()).not.toThrow();
    await new Promise(setImmediate);
  });
});

describe('discardBody', () => {
  it.each(silent)('closes %s', (_what, make) => {
    const close = jest.fn();
    discardBody(make(close as () => undefined));

    expect(close).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['null', null],
    ['a string', 'a'],
    ['bytes', Buffer.from('a')],
    ['data', { a: 1 }],
    ['a Blob', new Blob(['a'])],
  ])('accepts %s', (_what, body) => {
    expect(() => {
      discardBody(body);
    }).not.toThrow();
  });

  it.each(readOnce)('does not close %s while another reply is reading it', async (_what, make) => {
    const body = make(['a', 'b']);
    const source = openSource(body);
    await source.next();
    discardBody(body);

    await expect(source.next()).resolves.toEqual(Buffer.from('b'));
  });

  // To destroy it would destroy the connection that its own reply goes out on.
  it.each([
    ['discarded', discardBody],
    [
      'closed',
      (body: Readable) => {
        openSource(body).close();
      },
    ],
  ])('reads a request that was the body to its end when it is %s', (_what, release) => {
    const request = new PassThrough();
    Object.assign(request, { res: { req: request } });
    release(request);

    expect([request.destroyed, request.readableFlowing]).toEqual([false, true]);
  });

  it('does not close a web stream that other code has locked', async () => {
    const stream = webStream(['a']);
    const reader = stream.getReader();
    discardBody(stream);

    await expect(reader.read()).resolves.toEqual({ done: false, value: 'a' });
  });
});

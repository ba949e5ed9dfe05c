import { EventEmitter, once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import express from 'express';
import { JSON, JSONLines, returns, Text } from 'express-returns';
import { keepErrors, send, withServer } from '../helpers/app';
import { openReply } from '../helpers/live';

/** A stream as readable-stream 2 makes it, which mysql and through2 carry: without an asynchronous iterator. */
function withoutIterator<S extends Readable>(stream: S): S {
  return Object.defineProperty(stream, Symbol.asyncIterator, { value: undefined });
}

const appOf = (make: () => unknown) => {
  const app = express().get(
    '/it',
    returns(() => make() as string),
  );
  return { app, errors: keepErrors(app) };
};

describe('a Readable without an iterator', () => {
  it.each<[string, () => unknown, string]>([
    ['bare', () => withoutIterator(Readable.from(['a', 'b'])), 'ab'],
    ['as text', () => new Text(withoutIterator(Readable.from(['a', 'b']))), 'ab'],
    ['as JSON rows', () => new JSON(withoutIterator(Readable.from([{ id: 1 }]))), '[{"id":1}]'],
    ['as lines', () => new JSONLines(withoutIterator(Readable.from([1, 2]))), '1\n2\n'],
  ])('is sent: %s', async (_how, make, body) => {
    const { app, errors } = appOf(make);
    const reply = await send(app, 'GET', '/it');

    expect([reply.status, reply.body.toString(), errors]).toEqual([200, body, []]);
  });

  it('is closed when the client leaves', async () => {
    const stream = withoutIterator(new PassThrough());
    stream.write('first');
    await withServer(appOf(() => new Text(stream)).app, async (port) => {
      const reply = await openReply(port, '/it');
      await reply.until('first');
      reply.leave();
      await once(stream, 'close');
    });

    expect(stream.destroyed).toBe(true);
  });
});

describe('a Readable of readable-stream 2 that other code destroys', () => {
  /** Its `destroy()` ends the stream, and it does not know `readableEnded`. */
  function oldReadable(): Readable {
    const options = { read: () => undefined, objectMode: true, autoDestroy: false, emitClose: false };
    const stream = withoutIterator(new Readable(options));
    return Object.defineProperties<Readable>(stream, {
      readableEnded: { value: undefined },
      destroyed: { value: false, writable: true },
      destroy: {
        value: () => {
          Object.assign(stream, { destroyed: true });
          stream.push(null);
        },
      },
    });
  }

  it.each<[string, (stream: Readable) => unknown]>([
    ['as text', (stream) => new Text(stream)],
    ['as JSON rows', (stream) => new JSON(stream)],
  ])('after its first chunk breaks the reply: %s', async (_how, make) => {
    const stream = oldReadable();
    stream.push('first');
    const { app, errors } = appOf(() => make(stream));
    await withServer(app, async (port) => {
      const reply = await openReply(port, '/it');
      await reply.until('first');
      stream.destroy();

      expect(await reply.ended).toBe(false);
    });
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_STREAM_PREMATURE_CLOSE' })]);
  });

  it('before its first chunk is an error reply', async () => {
    const stream = oldReadable();
    const { app } = appOf(() => {
      setImmediate(() => stream.destroy());
      return new Text(stream);
    });

    expect((await send(app, 'GET', '/it')).status).toBe(500);
  });

  it('is whole where it ends of itself', async () => {
    const stream = oldReadable();
    stream.push('all');
    stream.push(null);
    const { app, errors } = appOf(() => new Text(stream));
    const reply = await send(app, 'GET', '/it');

    expect([reply.status, reply.body.toString(), reply.isBroken, errors]).toEqual([200, 'all', false, []]);
  });
});

describe('a stream in the style of Node 0.8', () => {
  it.each<[string, (stream: never) => unknown]>([
    ['bare', (stream) => stream],
    ['as text', (stream) => new Text(stream)],
    ['as JSON', (stream) => new JSON(stream)],
    ['as lines', (stream) => new JSONLines(stream)],
  ])('is refused with the remedy, and destroyed: %s', async (_how, make) => {
    const destroy = jest.fn();
    const stream = Object.assign(new EventEmitter(), { readable: true, pipe: () => undefined, destroy });
    const { app, errors } = appOf(() => make(stream as never));

    expect((await send(app, 'GET', '/it')).status).toBe(500);
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('new Readable().wrap(stream)') }),
    ]);
    expect(destroy).toHaveBeenCalled();
  });
});

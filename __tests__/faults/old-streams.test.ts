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

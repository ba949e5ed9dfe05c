import { Readable } from 'node:stream';
import type { BodyKind } from '../../lib/responses/brand';
import { readBody } from '../../lib/responses/read-body';
import { usageError } from '../diagnostics/refused';

describe('readBody', () => {
  it.each<[BodyKind, string, unknown, string]>([
    ['body', 'null', null, ''],
    ['body', 'a string', 'é', 'é'],
    ['body', 'a number', 0, '0'],
    ['body', 'bytes', Buffer.from('é'), 'é'],
    ['body', 'a Blob', new Blob(['é']), 'é'],
    ['body', 'a stream', Readable.from(['a', 'b']), 'ab'],
    ['body', 'an empty stream', Readable.from([]), ''],
    ['json', 'data', { a: 'é' }, '{"a":"é"}'],
    ['json', 'null', null, 'null'],
    ['json', 'an iterator', [1, { a: 2 }].values(), '[1,{"a":2}]'],
    ['json', 'an empty iterator', [].values(), '[]'],
  ])('reads as %s %s', async (kind, _what, body, text) => {
    await expect(readBody(kind, body)).resolves.toEqual(Buffer.from(text));
  });

  it.each<BodyKind>(['redirect', 'view', 'file'])(
    'refuses a response that is created for each request: a %s',
    async (kind) => {
      await expect(readBody(kind, '/a')).rejects.toThrow(
        usageError('ERR_RETURNS_BODY', `The body of a ${kind} is created for each request`),
      );
    },
  );

  it('refuses a stream that was read before', async () => {
    const stream = Readable.from(['a']);
    await readBody('body', stream);

    await expect(readBody('body', stream)).rejects.toThrow(usageError('ERR_RETURNS_BODY_USED', 'was read before'));
  });

  it('hands on the failure of a stream', async () => {
    const error = new Error('gone');
    const stream = new Readable({ read: () => stream.destroy(error) });

    await expect(readBody('body', stream)).rejects.toBe(error);
  });

  it.each<[BodyKind, unknown, string]>([
    ['body', {}, 'A stream gave an object without keys; its chunks must be strings or bytes.'],
    ['json', 1n, 'Do not know how to serialize a BigInt'],
  ])('closes a stream whose %s cannot be sent', async (kind, item, message) => {
    const close = jest.fn(() => ({ done: true, value: undefined }));
    const body = { next: () => ({ done: false, value: item }), return: close, [Symbol.iterator]: () => body };

    await expect(readBody(kind, body)).rejects.toThrow(message);
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('refuses data whose toJSON gives nothing', async () => {
    await expect(readBody('json', { toJSON: () => undefined })).rejects.toThrow(usageError('ERR_RETURNS_BODY'));
  });

  it('hands on what JSON cannot write', async () => {
    await expect(readBody('json', { id: 1n })).rejects.toThrow('Do not know how to serialize a BigInt');
  });
});

import { z } from 'zod';
import { declarationOf } from '../../lib/errors/declaration-of';
import { Error, ErrorCode, JSON, Negotiated, NotFound, Redirect, Response, Text } from '../../lib/index';

const data = z.object({ field: z.string() });

class CSV extends Response {
  static override contentType = 'text/csv';
}

describe('declarationOf', () => {
  it('returns a declaration as it is', () => {
    const declared = JSON.of(data);

    expect(declarationOf(declared)).toBe(declared);
  });

  it.each([
    [
      'a code',
      new ErrorCode(1101, "User '{}' does not exist", 404),
      { kind: 'error', name: 'Error', status: 404, code: 1101, description: "User '{}' does not exist" },
    ],
    ['a code with data', new ErrorCode('taken', 'Taken', 409, { data }), { status: 409, code: 'taken', schema: data }],
    ['a class', CSV, { kind: 'body', name: 'CSV', status: 200, contentType: 'text/csv' }],
    ['a redirect', Redirect, { kind: 'redirect', status: 307 }],
    ['an exception', NotFound, { kind: 'error', name: 'NotFound', status: 404 }],
  ])('stands for the defaults of %s', (_name, entry, expected) => {
    expect(declarationOf(entry)).toMatchObject(expected);
  });

  it('has no reply for Negotiated, whose replies are the other entries', () => {
    expect(declarationOf(Negotiated)).toBeUndefined();
  });

  it.each([undefined, null, 1101, {}, () => new Text('a'), Map, Error, globalThis.Error, new Text('a')])(
    'refuses %p',
    (entry) => {
      expect(() => declarationOf(entry)).toThrow(
        expect.objectContaining({
          code: 'ERR_RETURNS_DESCRIPTION',
          message: expect.stringContaining('returns takes declarations such as JSON.of(schema)') as string,
        }),
      );
    },
  );
});

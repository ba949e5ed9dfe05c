import fc from '../helpers/fast-check';
import { UsageError } from '../../lib/diagnostics/usage-error';
import {
  addLines,
  createHeaders,
  headerLines,
  type HeadersInit,
  type HeadersPatch,
  type HeaderValue,
} from '../../lib/http/headers';
import { usageError } from '../diagnostics/refused';

const headersOf = (given: unknown) => createHeaders({}, given as HeadersInit);

describe('createHeaders', () => {
  it.each<[string, HeadersInit]>([
    ['a record', { 'X-One': '1', 'x-two': 2, 'Vary': ['a', 'b'] }],
    [
      'pairs',
      [
        ['X-One', '1'],
        ['x-two', 2],
        ['Vary', 'a'],
        ['VARY', 'b'],
      ],
    ],
    [
      'a Map',
      new Map<string, HeaderValue>([
        ['X-One', '1'],
        ['x-two', 2],
        ['Vary', ['a', 'b']],
      ]),
    ],
    ['names in two spellings', { 'X-One': '1', 'x-two': 2, 'vary': 'a', 'Vary': 'b' }],
    ['a record of a response', createHeaders({}, { 'x-one': '1', 'x-two': '2', 'vary': ['a', 'b'] })],
  ])('accepts %s', (_what, given) => {
    expect(headersOf(given)).toEqual({ 'x-one': '1', 'x-two': '2', 'vary': ['a', 'b'] });
  });

  it('accepts a Headers and keeps its Set-Cookie lines apart', () => {
    const given = new Headers([
      ['Set-Cookie', 'a=1'],
      ['X-One', '1'],
      ['Set-Cookie', 'b=2'],
    ]);

    expect(headersOf(given)).toEqual({ 'set-cookie': ['a=1', 'b=2'], 'x-one': '1' });
  });

  it('replaces headers of the base, adds new ones, and removes by null', () => {
    const base = createHeaders({}, { 'x-kept': '1', 'X-Replaced': ['2', '3'], 'X-Removed': '4' });
    const patch: HeadersPatch = { 'x-replaced': '5', 'X-REMOVED': null, 'x-absent': null, 'x-added': '6' };

    expect(createHeaders(base, patch)).toEqual({ 'x-kept': '1', 'x-replaced': '5', 'x-added': '6' });
    expect(base).toEqual({ 'x-kept': '1', 'x-replaced': ['2', '3'], 'x-removed': '4' });
  });

  it('replaces the content type of the base', () => {
    expect(createHeaders({ 'content-type': 'text/plain' }, {}, 'text/csv')).toEqual({ 'content-type': 'text/csv' });
  });

  it('freezes the record and its lists, and copies the given lists', () => {
    const values = ['a', 'b'];
    const headers = headersOf({ 'X-One': '1', 'x-one': '2', 'vary': values });
    values.push('c');

    expect(headers).toEqual({ 'x-one': ['1', '2'], 'vary': ['a', 'b'] });
    expect([headers, headers['x-one'], headers['vary'], headerLines(headers)].map(Object.isFrozen)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('accepts the name %s', (name) => {
    const headers = headersOf([[name, 'x']]);

    expect(Object.entries(headers)).toEqual([[name.toLowerCase(), 'x']]);
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
  });

  it.each([
    ['an empty name', ''],
    ['a space', 'x bad'],
    ['a colon', 'x:bad'],
    ['CR', 'x\rbad'],
    ['LF', 'x\nbad'],
    ['NUL', 'x\0bad'],
    ['a letter beyond ASCII', 'x-bäd'],
  ])('refuses %s in a name, and quotes it', (_what, name) => {
    expect(() => headersOf([[name, 'x']])).toThrow(
      usageError('ERR_RETURNS_HEADER', `${JSON.stringify(name)} is not a valid header name`),
    );
  });

  it.each([
    ['CR', 'a\rb', '"a\\rb"'],
    ['LF', 'a\nb', '"a\\nb"'],
    ['NUL', 'a\0b', '"a\\u0000b"'],
    ['a character above U+00FF', '€', '"€"'],
    ['a bad item', ['a', 'b\n'], '"b\\n"'],
    ['an empty list', [], 'an array of 0 items'],
    ['a hole in a list', new Array(1), 'undefined'],
    ['NaN', Number.NaN, 'NaN'],
    ['a boolean', true, 'true'],
    ['an object', { a: 1 }, 'an object with the keys a'],
  ])('refuses %s as a value, and names the header', (_what, value, named) => {
    const text = `The value of the header "X-Bad" is ${named}. `;

    expect(() => headersOf({ 'X-Bad': value })).toThrow(usageError('ERR_RETURNS_HEADER', text));
  });

  it.each([
    ['a name', { 'x bad': 'a' }, 'ERR_INVALID_HTTP_TOKEN'],
    ['a value', { 'X-Bad': 'a\n' }, 'ERR_INVALID_CHAR'],
  ])('refuses %s with the error of Node as the cause', (_what, given, code) => {
    expect(() => headersOf(given)).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code }) as Error }) as Error,
    );
  });

  it.each([
    ['a string', 'x-a: b', 'got "x-a: b"'],
    ['null', null, 'got null'],
    ['a list of what are no pairs', ['ab'], 'got "ab"'],
    ['a pair without a value', [['x-a']], 'got an array of 1 item'],
  ])('refuses %s instead of headers', (_what, given, text) => {
    expect(() => headersOf(given)).toThrow(usageError('ERR_RETURNS_HEADER', text));
  });

  it.each([
    ['a list', { 'content-type': ['text/a', 'text/b'] }],
    ['two spellings', { 'content-type': 'text/a', 'Content-Type': 'text/b' }],
  ])('refuses a repeated content type as %s', (_what, given) => {
    const text = 'The value of the header "content-type" is an array of 2 items. A response has one content type.';

    expect(() => headersOf(given)).toThrow(usageError('ERR_RETURNS_HEADER', text));
  });

  it('refuses a repeated location', () => {
    const text = 'The value of the header "location" is an array of 2 items. A response has one location.';

    expect(() => headersOf({ Location: ['/a', '/b'] })).toThrow(usageError('ERR_RETURNS_HEADER', text));
  });

  it.each([['X-One', undefined] as const, { 'X-One': undefined }])('ignores undefined: %j', (given) => {
    const headers = Array.isArray(given) ? [given] : given;

    expect(headersOf(headers)).toEqual({});
    expect(createHeaders({ 'x-one': '1' }, headers as HeadersPatch)).toEqual({ 'x-one': '1' });
  });

  it.each([0, '0', '12345', 123456789012345])('accepts the content length %p', (length) => {
    expect(headersOf({ 'Content-Length': length })).toEqual({ 'content-length': String(length) });
  });

  // Either would mix this reply with the next on the connection.
  it.each([
    ['content-length', '-1'],
    ['Content-Length', '1.5'],
    ['content-length', '0x10'],
    ['content-length', ' 1'],
    ['content-length', ''],
    ['content-length', '1234567890123456'],
    ['content-length', 1e21],
    ['content-length', ['1', '1']],
    ['transfer-encoding', 'chunked'],
    ['Transfer-Encoding', 'identity'],
    ['Trailer', 'Expires'],
    ['Content-Disposition', ['inline']],
    ['Content-Disposition', ['inline', 'attachment']],
  ])('refuses the %s %p', (name, value) => {
    expect(() => headersOf({ [name]: value })).toThrow(
      usageError('ERR_RETURNS_HEADER', `The value of the header "${name.toLowerCase()}" is `),
    );
  });

  it('refuses a content type given as option and as header', () => {
    expect(() => createHeaders({}, { 'Content-Type': 'text/a' }, 'text/a')).toThrow(
      usageError('ERR_RETURNS_INIT', 'contentType and a content-type header'),
    );
  });
});

describe('headerLines', () => {
  it('keeps the spelling for the wire', () => {
    const base = createHeaders({}, { 'X-Total-Count': 3, 'etag': '"a"' }, 'text/plain');
    const headers = createHeaders(base, { 'ETag': '"b"', 'x-total-count': null });

    expect(headerLines(base)).toEqual([
      ['X-Total-Count', '3'],
      ['etag', '"a"'],
      ['Content-Type', 'text/plain'],
    ]);
    expect(headerLines(headers)).toEqual([
      ['ETag', '"b"'],
      ['Content-Type', 'text/plain'],
    ]);
  });

  it('uses the first spelling for a repeated field', () => {
    expect(headerLines(headersOf({ 'X-One': '1', 'x-one': '2' }))).toEqual([['X-One', ['1', '2']]]);
  });

  it('does not make two records unequal', () => {
    expect(headersOf({ 'X-One': '1' })).toEqual(headersOf({ 'x-one': '1' }));
  });

  it('accepts a plain record', () => {
    expect(headerLines({ 'x-one': '1' })).toEqual([['x-one', '1']]);
  });
});

describe('addLines', () => {
  it('replaces lines of the same name and does not change the base', () => {
    const base = headersOf({ 'X-One': '1', 'ETag': '"a"', 'x-Two': '2' });
    const lines = [
      ['etag', '"b"'],
      ['Age', '3'],
    ] as const;
    const added = addLines(base, lines);

    expect(Object.entries(added).sort()).toEqual([
      ['age', '3'],
      ['etag', '"b"'],
      ['x-one', '1'],
      ['x-two', '2'],
    ]);
    expect(headerLines(added)).toEqual([['X-One', '1'], ['x-Two', '2'], ...lines]);
    expect(headerLines(addLines(added, [['X-ONE', '4']]))).toEqual([['x-Two', '2'], ...lines, ['X-ONE', '4']]);
    expect(base['etag']).toBe('"a"');
  });
});

describe('createHeaders, for any input', () => {
  const letters = Array.from("!#$%&'*+-.^_`|~0123456789abcxyzABCXYZ");
  const name = fc.oneof(
    fc.string({ unit: fc.constantFrom(...letters), minLength: 1 }),
    fc.constantFrom('__proto__', 'constructor', 'toString'),
  );
  const codes = Array.from({ length: 256 }, (_, code) => code);
  const isControl = (code: number) => code !== 9 && (code < 32 || code === 127);
  const control = fc.constantFrom(...codes.filter(isControl).map((code) => String.fromCharCode(code)));
  const text = fc.string({
    unit: fc.constantFrom(...codes.filter((code) => !isControl(code)).map((code) => String.fromCharCode(code))),
  });
  const value = fc.oneof(text, fc.integer(), fc.array(text, { minLength: 1 }));

  it('returns valid names in lower case with their values', () => {
    const pairs = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key.toLowerCase() });

    fc.assert(
      fc.property(pairs, (given) => {
        const expected = given.map(
          ([key, held]) => [key.toLowerCase(), typeof held === 'number' ? String(held) : held] as const,
        );
        expect(new Map(Object.entries(headersOf(Object.fromEntries(given))))).toEqual(new Map(expected));
      }),
    );
  });

  it.each<[string, (bad: string, good: string) => unknown]>([
    ['name', (bad) => ({ [bad]: 'x' })],
    ['value', (bad, good) => ({ [good]: bad })],
    ['item of a list', (bad, good) => ({ [good]: ['x', bad] })],
  ])('refuses a control character in a %s', (_where, headers) => {
    fc.assert(
      fc.property(text, control, text, name, (before, character, after, good) => {
        expect(() => headersOf(headers(before + character + after, good))).toThrow(usageError('ERR_RETURNS_HEADER'));
      }),
    );
  });

  it('gives a record of strings or a UsageError', () => {
    const anything = fc.anything({
      withBigInt: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    const held = fc.oneof(anything, value, fc.sparseArray(text));
    const given = fc.oneof(anything, fc.dictionary(name, held), fc.array(fc.tuple(fc.oneof(name, anything), held)));

    fc.assert(
      fc.property(given, (headers) => {
        // Strict, since toEqual takes [undefined] for [].
        expect(valuesOf(headers).filter((one) => typeof one !== 'string')).toStrictEqual([]);
      }),
    );
  });
});

/** All values of the record, holes of lists included. */
function valuesOf(headers: unknown): unknown[] {
  try {
    return Object.values(headersOf(headers)).flatMap((value) =>
      typeof value === 'string' ? value : Array.from<unknown>(value),
    );
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return [];
  }
}

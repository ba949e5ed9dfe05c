import type { Cookie } from 'express-returns';
import { createCookie, mergeCookies } from '../../lib/responses/cookie';
import { usageError } from '../diagnostics/refused';

describe('createCookie', () => {
  it('is a frozen copy', () => {
    const given = { name: 'a', value: 'b' };
    const cookie = createCookie(given);
    given.value = 'c';

    expect(cookie).toStrictEqual({ name: 'a', value: 'b' });
    expect(Object.isFrozen(cookie)).toBe(true);
  });

  it('takes a name of any character of a token', () => {
    const name = "!#$%&'*+-.^_`|~0123456789azAZ";

    expect(createCookie({ name, value: '' }).name).toBe(name);
  });

  it('takes every option of res.cookie', () => {
    const options: Required<Cookie> = {
      ...{
        name: 'a',
        value: { b: 1 },
        maxAge: 1000,
        signed: true,
        expires: new Date(0),
        httpOnly: true,
        path: '/c',
        domain: 'example.com',
      },
      ...{ secure: true, encode: String, sameSite: 'lax', priority: 'high', partitioned: true },
    };

    expect(createCookie(options)).toStrictEqual(options);
  });

  it.each([true, false, 'lax', 'strict', 'none', 'Lax'])('takes the sameSite %p', (sameSite) => {
    expect(createCookie({ name: 'a', value: '', sameSite } as Cookie).sameSite).toBe(sameSite);
  });

  it.each(['', null, 0, { a: 1 }, 'ä; b'])('takes the value %p, which res.cookie encodes', (value) => {
    expect(createCookie({ name: 'a', value }).value).toBe(value);
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'A cookie is { name, value, ...options }; got null.'],
    ['a text', 'a=b', 'A cookie is { name, value, ...options }; got "a=b".'],
    ['no name', { value: 'b' }, 'The cookie undefined needs a name'],
    ['an empty name', { name: '', value: 'b' }, 'The cookie "" needs a name'],
    ['a space in the name', { name: 'a b', value: 'c' }, 'The cookie "a b" needs a name'],
    ['an equals sign in the name', { name: 'a=b', value: 'c' }, 'The cookie "a=b" needs a name'],
    ['a line feed after the name', { name: 'a\n', value: 'c' }, 'The cookie "a\\n" needs a name'],
    ['no value', { name: 'a' }, 'The cookie "a" has no value. To clear a cookie'],
    [
      'a misspelled option',
      { name: 'a', value: 'b', httponly: true },
      'The cookie "a" has the unknown option "httponly"; known are name, value, maxAge,',
    ],
    [
      'a path that ends the attribute',
      { name: 'a', value: 'b', path: '/; HttpOnly' },
      'The cookie "a" has the path "/; HttpOnly", which cannot be sent.',
    ],
    [
      'a path with a line feed',
      { name: 'a', value: 'b', path: '/\n' },
      'The cookie "a" has the path "/\\n", which cannot be sent.',
    ],
    [
      'a path that is no text',
      { name: 'a', value: 'b', path: 1 },
      'The cookie "a" has the path 1, which cannot be sent.',
    ],
    [
      'a domain beyond ASCII',
      { name: 'a', value: 'b', domain: 'bücher.example' },
      'The cookie "a" has the domain "bücher.example", which cannot be sent.',
    ],
    [
      'an unknown sameSite',
      { name: 'a', value: 'b', sameSite: 'loose' },
      'The cookie "a" has the sameSite "loose"; give true, false,',
    ],
    [
      'null as sameSite',
      { name: 'a', value: 'b', sameSite: null },
      'The cookie "a" has the sameSite null; give true, false,',
    ],
  ])('refuses %s', (_what, given, message) => {
    expect(() => createCookie(given as Cookie)).toThrow(usageError('ERR_RETURNS_COOKIE', message));
  });
});

describe('mergeCookies', () => {
  const base: readonly Cookie[] = [
    { name: 'a', value: '1' },
    { name: 'b', value: '2', path: '/x' },
  ];

  it.each<[string, Cookie, readonly Cookie[]]>([
    ['adds one of a new name', { name: 'c', value: '3' }, [...base, { name: 'c', value: '3' }]],
    [
      'replaces its namesake, in its place',
      { name: 'a', value: '3', secure: true },
      [{ name: 'a', value: '3', secure: true }, ...base.slice(1)],
    ],
    [
      'takes the path / for none',
      { name: 'a', value: '3', path: '/' },
      [{ name: 'a', value: '3', path: '/' }, ...base.slice(1)],
    ],
    ['keeps a namesake of another path', { name: 'b', value: '3' }, [...base, { name: 'b', value: '3' }]],
    [
      'keeps a namesake of another domain',
      { name: 'a', value: '3', domain: 'd' },
      [...base, { name: 'a', value: '3', domain: 'd' }],
    ],
    ['tells the case of names apart', { name: 'A', value: '3' }, [...base, { name: 'A', value: '3' }]],
  ])('%s', (_what, given, expected) => {
    expect(mergeCookies(base, [given])).toEqual(expected);
  });

  it('gives a frozen list and leaves the given ones', () => {
    const given: Cookie[] = [{ name: 'a', value: '3' }];
    const merged = mergeCookies(base, given);

    expect(Object.isFrozen(merged)).toBe(true);
    expect(base).toHaveLength(2);
    expect(given).toEqual([{ name: 'a', value: '3' }]);
  });

  it('refuses a hole in the list', () => {
    expect(() => mergeCookies([], new Array<Cookie>(1))).toThrow(
      usageError('ERR_RETURNS_COOKIE', 'A cookie is { name, value, ...options }; got undefined.'),
    );
  });
});

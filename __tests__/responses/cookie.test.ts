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

  it('is without options that are undefined, which Express 4.17 would take for a maxAge', () => {
    expect(Object.keys(createCookie({ name: 'a', value: 'b', maxAge: undefined, path: undefined }))).toEqual([
      'name',
      'value',
    ]);
  });

  it('has a Date of its own', () => {
    const expires = new Date(1);
    const cookie = createCookie({ name: 'a', value: '', expires });
    expires.setTime(NaN);

    expect(cookie.expires).toEqual(new Date(1));
  });

  it.each([0, -1, 1.5, 1000])('takes the maxAge %p', (maxAge) => {
    expect(createCookie({ name: 'a', value: '', maxAge }).maxAge).toBe(maxAge);
  });

  it.each(['', 'example.com', '.example.com', 'EXAMPLE.com', 'localhost', '127.0.0.1'])(
    'takes the domain %p',
    (domain) => {
      expect(createCookie({ name: 'a', value: '', domain }).domain).toBe(domain);
    },
  );

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
      ...{ secure: true, encode: encodeURIComponent, sameSite: 'lax', priority: 'high', partitioned: true },
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
      'The cookie "a" has no option "httponly"; it has name, value, clear, maxAge,',
    ],
    [
      'a path that ends the attribute',
      { name: 'a', value: 'b', path: '/; HttpOnly' },
      'The cookie "a" has the path "/; HttpOnly"; give an ASCII string',
    ],
    ['a sign that cookie refuses', { name: 'a', value: 'b', path: '/<' }, 'has the path "/<"; give an ASCII string'],
    ['a path with a line feed', { name: 'a', value: 'b', path: '/\n' }, 'has the path "/\\n"; give an ASCII string'],
    ['a path that is no text', { name: 'a', value: 'b', path: 1 }, 'has the path 1; give an ASCII string'],
    [
      'a domain beyond ASCII',
      { name: 'a', value: 'b', domain: 'bücher.example' },
      'has the domain "bücher.example"; give a host name in ASCII.',
    ],
    ...['a_b', 'a..b', 'a.', '-a', 'a b', `${'a'.repeat(64)}.b`, 'a;b', 1, null].map<[string, unknown, string]>(
      (domain) => [`the domain ${String(domain)}`, { name: 'a', value: 'b', domain }, 'give a host name'],
    ),
    ...['1d', '1000', NaN, Infinity, -Infinity, 8.64e15, null, new Date()].map<[string, unknown, string]>((maxAge) => [
      `the maxAge ${String(maxAge)}`,
      { name: 'a', value: 'b', maxAge },
      'The cookie "a" has the maxAge ',
    ]),
    ...[new Date(NaN), 'Wed, 21 Oct 2026 07:28:00 GMT', 0, null, new Date(8.64e15), new Date(-8.64e15)].map<
      [string, unknown, string]
    >((expires) => [
      `the expires ${String(expires)}`,
      { name: 'a', value: 'b', expires },
      'give a valid Date of the years 1601 to 9999.',
    ]),
    ...['httpOnly', 'secure', 'signed', 'partitioned'].map<[string, unknown, string]>((flag) => [
      `${flag} as a text`,
      { name: 'a', value: 'b', [flag]: 'false' },
      `The cookie "a" has the ${flag} "false"; give true or false.`,
    ]),
    ...['urgent', '', true, 1].map<[string, unknown, string]>((priority) => [
      `the priority ${String(priority)}`,
      { name: 'a', value: 'b', priority },
      "give 'low', 'medium' or 'high'.",
    ]),
    ['an encode that is no function', { name: 'a', value: 'b', encode: 'utf8' }, 'has the encode "utf8"; give a fun'],
    [
      'an encode that throws',
      { name: 'a', value: 'b', encode: () => { throw new Error('no'); } },
      'has the value "b", which cannot be encoded.',
    ], // prettier-ignore
    ['an encode that gives no text', { name: 'a', value: 'b', encode: () => 1 }, 'which its encode made 1; spaces,'],
    ['an encode that leaves a space', { name: 'a', value: 'b c', encode: String }, 'which its encode made "b c";'],
    ['half of a surrogate pair', { name: 'a', value: '\ud800' }, 'which cannot be encoded.'],
    ['a BigInt inside', { name: 'a', value: { b: 1n } }, 'which cannot be encoded.'],
    ['a toJSON() that gives nothing', { name: 'a', value: { toJSON: () => undefined } }, 'which cannot be encoded.'],
    ['a promise', { name: 'a', value: Promise.resolve(1) }, 'has the value a Promise, which cannot be encoded.'],
    ['a function as its value', { name: 'a', value: () => 1 }, 'give a string, or data that JSON can hold.'],
    ['a symbol as its value', { name: 'a', value: Symbol('b') }, 'give a string, or data that JSON can hold.'],
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

import { Text, type ClearedCookie, type Cookie } from 'express-returns';
import { usageError } from '../diagnostics/refused';

const clear = true as const;

describe('a cookie to clear', () => {
  it.each<[string, ClearedCookie, Partial<Cookie>]>([
    ['nothing else', { name: 'a', clear }, {}],
    ['where it was set', { name: 'a', clear, path: '/b', domain: 'c.org' }, { path: '/b', domain: 'c.org' }],
    ['a lifetime, which would renew it', { name: 'a', clear, maxAge: 1000 }, {}],
    ['a date, which would renew it', { name: 'a', clear, expires: new Date(2e12) }, {}],
    ['a signature of nothing', { name: 'a', clear, signed: true }, {}],
    ['an encoding of nothing', { name: 'a', clear, encode: () => 'a' }, {}],
    ['options that are not there', { name: 'a', clear, path: undefined, value: undefined }, {}],
    [
      'what prefixes and browsers ask for',
      { name: '__Host-a', clear, secure: true, httpOnly: true, sameSite: 'none', partitioned: true },
      { name: '__Host-a', secure: true, httpOnly: true, sameSite: 'none', partitioned: true },
    ],
  ])('is empty and expired: with %s', (_case, cookie, others) => {
    expect(new Text('a', { cookies: [cookie] }).cookies).toEqual([
      { name: 'a', value: '', expires: new Date(1), ...others },
    ]);
  });

  it('replaces one that a response sets, and is replaced by it, for the same path and domain', () => {
    const signedIn = new Text('a', {
      cookies: [
        { name: 'a', value: '1' },
        { name: 'a', value: '2', path: '/b' },
      ],
    });
    const cleared = signedIn.with({ cookies: [{ name: 'a', clear }] });

    expect(cleared.cookies.map(({ value }) => value)).toEqual(['', '2']);
    expect(cleared.with({ cookies: [{ name: 'a', value: '1' }] })).toEqual(signedIn);
  });

  it.each<[string, unknown, string]>([
    ['a value', { name: 'a', clear, value: 'b' }, 'has `clear: true` and the value "b"; give one of them.'],
    ['an empty value', { name: 'a', clear, value: '' }, 'has `clear: true` and the value ""; give one of them.'],
    ['false', { name: 'a', clear: false, value: 'b' }, 'has the clear false; give true, or leave it out.'],
    ['a text', { name: 'a', clear: 'yes' }, 'has the clear "yes"; give true, or leave it out.'],
    ['a misspelled option', { name: 'a', clear, Path: '/' }, 'has no option "Path"; it has name, value, clear'],
    ['a wrong option', { name: 'a', clear, path: '/;' }, 'has the path "/;"; give an ASCII string'],
    ['a wrong option that it ignores', { name: 'a', clear, maxAge: '1d' }, 'has the maxAge "1d"; give a number'],
  ])('refuses %s', (_case, cookie, message) => {
    expect(() => new Text('a', { cookies: [cookie as ClearedCookie] })).toThrow(
      usageError('ERR_RETURNS_COOKIE', `The cookie "a" ${message}`),
    );
  });
});

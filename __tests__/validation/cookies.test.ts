import { z } from 'zod';
import { cookiesOf, parseCookies } from '../../lib/validation/cookies';
import { ask, describedApp } from '../helpers/described';

it.each([
  ['', {}],
  ['a=1', { a: '1' }],
  ['a=1; b=2;c=3', { a: '1', b: '2', c: '3' }],
  ['a=1; a=2', { a: '1' }],
  ['a=b=c', { a: 'b=c' }],
  ['a="x y"', { a: 'x y' }],
  ['a=%C3%A9', { a: 'é' }],
  ['a=%E0%A4%A', { a: '%E0%A4%A' }],
  ['a=', { a: '' }],
  [' a = 1 ', { a: '1' }],
  ['=1; a; ;;=', {}],
  ['toString=1', { toString: '1' }],
])('splits %j as cookie-parser does', (header, cookies) => {
  expect(parseCookies(header)).toEqual(Object.assign(Object.create(null), cookies));
});

it('keeps a cookie named __proto__ to itself', () => {
  const cookies = parseCookies('__proto__=1');

  expect([Object.keys(cookies), Object.getPrototypeOf(cookies)]).toEqual([['__proto__'], null]);
});

it('takes those of cookie-parser where it ran', () => {
  const cookies = { signed: 'yes' };

  expect(cookiesOf({ cookies, headers: { cookie: 'a=1' } } as never)).toBe(cookies);
});

it.each([
  ['session=7; theme=dark', 200, { session: 7 }],
  ['theme=dark', 400, undefined],
  ['session=x', 400, undefined],
])('validates the declared cookies of %j: %i', async (header, status, cookies) => {
  const { app } = describedApp({ cookies: z.strictObject({ session: z.int() }) });
  const reply = await ask(app, '/it', { headers: { Cookie: header } });

  expect(reply).toMatchObject({ status, body: cookies === undefined ? { code: 1002 } : { cookies } });
});

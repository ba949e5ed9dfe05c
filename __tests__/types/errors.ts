// Checked by `tsc --noEmit`, which `npm test` runs first: each @ts-expect-error is a line that must not compile.
import { Error, ErrorCode, ErrorList, guard, NotFound, Routes, Status, type MessageData } from 'express-returns';

export const errors = new ErrorList(
  new ErrorCode(1100, 'Authorization error', Status.UNAUTHORIZED),
  new ErrorCode(1101, "User '{}' does not exist", Status.BAD_REQUEST),
  new ErrorCode(1102, '{field} is not {wanted}, {{really}}', Status.CONFLICT),
  new ErrorCode(1103, '{0} {1} {0}', Status.BAD_GATEWAY),
);

// What the message needs.
errors.error(1100);
errors.error(1100, undefined, { data: { a: 1 } });
errors.error(1101, 'jalil');
errors.error(1101, 7);
errors.error(1101, new Date());
errors.error(1101, ['jalil'], { headers: { 'Retry-After': 5 } });
errors.error(1102, { field: 'a', wanted: 'b' });
errors.error(1103, ['a', 'b']);
errors.error(1001);

// @ts-expect-error No such code.
errors.error(9999);
// @ts-expect-error No value is given.
errors.error(1101);
// @ts-expect-error Nothing is no value.
errors.error(1101, undefined);
// @ts-expect-error One value too many.
errors.error(1101, ['a', 'b']);
// @ts-expect-error The message has no place for it.
errors.error(1100, 'a');
// @ts-expect-error A name is missing.
errors.error(1102, { field: 'a' });
// @ts-expect-error A name too many.
errors.error(1102, { field: 'a', wanted: 'b', really: 'c' });
// @ts-expect-error Names, not positions.
errors.error(1102, ['a', 'b']);
// @ts-expect-error One position is missing.
errors.error(1103, ['a']);
// @ts-expect-error No such option.
errors.error(1100, undefined, { status: 404 });

// A text is as good as a number.
export const texts = new ErrorList(
  new ErrorCode('invalid_client', 'Client authentication failed', Status.UNAUTHORIZED),
  new ErrorCode('invalid_scope', "The scope '{}' is unknown", Status.BAD_REQUEST),
  new ErrorCode(1201, 'A number beside them', Status.CONFLICT),
);
texts.error('invalid_client');
texts.error('invalid_client', undefined, { headers: { 'WWW-Authenticate': 'Basic' } });
texts.error('invalid_scope', 'all');
texts.error(1201);
texts.error(1001);
new Error('invalid_client');
export const text: Error<'invalid_client', 401> = texts.error('invalid_client');
export const textCode: 'invalid_scope' = texts.get('invalid_scope').code;
export const codes: 'invalid_client' | 'invalid_scope' | 1201 = texts.codes[0].code;

// @ts-expect-error No such text.
texts.error('invalid_clients');
// @ts-expect-error No such number.
texts.error(1202);
// @ts-expect-error No value is given.
texts.error('invalid_scope');
// @ts-expect-error The message has no place for it.
texts.error('invalid_client', 'a');
// @ts-expect-error A list of numbers has no texts.
errors.error('invalid_client');
// @ts-expect-error Another status.
export const wrongText: Error<'invalid_client', 400> = texts.error('invalid_client');
// @ts-expect-error A code is a number or a text.
new ErrorCode(true, 'a', 400);
// @ts-expect-error A code is a number or a text.
new Error(new Date());

// Code and status are literal.
export const error: Error<1101, 400> = errors.error(1101, 'jalil');
export const code: 1102 = errors.get(1102).code;
export const status: 401 = errors.get(1100).status;
// @ts-expect-error Another status.
export const wrong: Error<1101, 404> = errors.error(1101, 'jalil');

// A list whose codes are not known as literals takes any.
declare const some: ErrorList;
some.error(5, { any: 'thing' });
some.error('five', { any: 'thing' });
export const anything: MessageData<string> = 5;

// Errors and exceptions are results of handlers and guards.
export const routes = new Routes()
  .get('/a', () => new Error(1101, 'a'))
  .get('/b', async () => (Math.random() > 0.5 ? { ok: true } : errors.error(1101, 'a')))
  .get(
    '/c',
    guard(() => new NotFound()),
    () => errors.error(1100),
  ) // prettier-ignore
  .get(
    '/d',
    (_req: unknown) => errors.error(1100),
    () => 'd',
  );
routes.router({ errors });
routes.router({ errors: [errors, some] });
// @ts-expect-error A list, not a code.
routes.router({ errors: new ErrorCode(1, 'a', 400) });

export const compressed = [
  errors.error(1100, undefined, { compress: true }),
  new NotFound('No.').with({ compress: true }),
];
// @ts-expect-error Compressed or not.
new Error(1100, undefined, { compress: 'gzip' });

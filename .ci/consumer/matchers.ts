// A test of a user, as the compiler sees it; .ci/users.mjs puts the import of `expect` before it.
import { JSON, Error as ReturnsError } from 'express-returns';
import { matchers, respond } from 'express-returns/testing';

expect.extend(matchers);

export async function check(routes: Parameters<typeof respond>[0]): Promise<void> {
  const reply = await respond(routes, 'GET', '/users/7');
  expect(reply).toBeError(1101);
  expect(reply).toBeError('TAKEN', { status: 409, data: expect.objectContaining({ field: 'name' }) });
  expect(reply).not.toBeError(1101, { message: expect.stringContaining('Ada') });
  expect(reply).toEqualResponse(new JSON({ id: 7 }));
  await expect(respond(routes, 'GET', '/')).resolves.toBeError(1101);
  await expect(respond(routes, 'GET', '/')).rejects.not.toEqualResponse(new ReturnsError(1));
  // @ts-expect-error -- A code is a number or a string.
  expect(reply).toBeError({});
  // @ts-expect-error -- There is no such part.
  expect(reply).toBeError(1101, { code: 1101 });
  // @ts-expect-error -- There is no such matcher.
  expect(reply).toBeErrors(1101);
}

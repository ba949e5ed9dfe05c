import boom from '@hapi/boom';
import createHTTPError from 'http-errors';
import { Error as ErrorResponse, ErrorCode, ErrorList, NotFound } from 'express-returns';

const errors = new ErrorList(new ErrorCode(1101, "User '{}' does not exist", 404));

// What other error middleware does with any error that it is given: it writes on it.
describe.each<[string, () => Error]>([
  ['an error by its code', () => errors.error(1101, 'jalil')],
  ['one without its list', () => new ErrorResponse(1101, 'jalil')],
  ['an exception', () => new NotFound()],
])('%s', (_what, make) => {
  it('can be annotated by http-errors', () => {
    const error = make();

    expect(createHTTPError(409, error)).toBe(error);
    expect(error).toBeInstanceOf(Error);
  });

  it('can be annotated by boom', () => {
    const error = make();

    expect(boom.boomify(error, { statusCode: 409 })).toBe(error);
    expect(error).toMatchObject({ isBoom: true, output: { statusCode: 409 } });
  });
});

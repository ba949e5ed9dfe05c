import { HTTPError } from '../../lib/http/http-error';

describe('HTTPError', () => {
  it('has the shape of http-errors', () => {
    const cause = new RangeError('EACCES /secret/path');
    const error = new HTTPError(404, { cause });

    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe('HTTPError: Not Found');
    expect(error).toMatchObject({ status: 404, statusCode: 404, expose: true });
    expect(error.cause).toBe(cause);
  });

  it('has the given message and headers', () => {
    const error = new HTTPError(406, { message: 'Give me less.', headers: { Vary: 'Accept' } });

    expect(error.message).toBe('Give me less.');
    expect(error.headers).toEqual({ Vary: 'Accept' });
    expect(error).not.toHaveProperty('cause');
  });

  it.each([
    [400, true],
    [499, true],
    [500, false],
    [503, false],
  ])('with the status %i is shown to clients: %s', (status, expose) => {
    expect(new HTTPError(status).expose).toBe(expose);
  });
});

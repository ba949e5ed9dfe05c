import boom from '@hapi/boom';
import createHTTPError from 'http-errors';
import fc from '../helpers/fast-check';
import { HTTPError } from '../../lib/http/http-error';
import { readThirdPartyError } from '../../lib/errors/third-party-errors';
import { usageError } from '../diagnostics/refused';

const read = (error: unknown, statusSoFar = 200) => readThirdPartyError(error, statusSoFar);

function withFields(fields: object): Error {
  return Object.assign(new Error('secret'), fields);
}

describe('readThirdPartyError', () => {
  it.each<[string, unknown, object]>([
    ['http-errors', createHTTPError(409, 'Taken'), { status: 409, message: 'Taken', headers: {} }],
    ['http-errors without a text', createHTTPError(404), { status: 404, headers: {} }],
    [
      'http-errors with headers',
      createHTTPError(429, 'Slow down', { headers: { 'Retry-After': 5 } }),
      { status: 429, message: 'Slow down', headers: { 'retry-after': '5' } },
    ],
    ['http-errors that hide', createHTTPError(400, 'secret', { expose: false }), { status: 400, headers: {} }],
    ['a 5xx of http-errors', createHTTPError(503, 'secret'), { status: 503, headers: {} }],
    [
      'a 5xx that would show its message',
      createHTTPError(503, 'secret', { expose: true }),
      { status: 503, headers: {} },
    ],
    ['boom', boom.notFound('No such page'), { status: 404, message: 'No such page', headers: {} }],
    [
      'boom with headers',
      boom.unauthorized('Who?', 'Basic'),
      { status: 401, message: 'Who?', headers: { 'www-authenticate': 'Basic error="Who?"' } },
    ],
    ['a 5xx of boom', boom.badImplementation('secret', { secret: 1 }), { status: 500, headers: {} }],
    [
      'our own',
      new HTTPError(406, { message: 'Give me less.' }),
      { status: 406, message: 'Give me less.', headers: {} },
    ],
    ['a status alone', withFields({ status: 418 }), { status: 418, headers: {} }],
    ['a statusCode alone', withFields({ statusCode: 402 }), { status: 402, headers: {} }],
    ['no error but an object', { status: 403, message: 'secret' }, { status: 403, headers: {} }],
  ])('understands %s', (_what, error, expected) => {
    expect(read(error)).toEqual(expected);
  });

  // The status, message and headers are those of another server's reply: its 401 is not ours.
  it.each<[string, object]>([
    ['axios', { isAxiosError: true, status: 401, config: { url: '/' }, request: {}, response: { status: 401 } }],
    ['axios without a reply', { isAxiosError: true, status: 401, config: { url: '/' }, code: 'ERR_BAD_REQUEST' }],
    ['got', { code: 'ERR_NON_2XX_3XX_RESPONSE', statusCode: 404, options: {}, response: { statusCode: 404 } }],
    ['ky', { status: 403, request: {}, response: new Response(null, { status: 403 }) }],
    ['superagent', { status: 422, response: { status: 422, body: {} } }],
    ['octokit', { status: 404, request: {}, response: { status: 404, headers: {} } }],
    ['gaxios', { status: 429, config: {}, response: { status: 429 } }],
    ['undici', { code: 'UND_ERR_RESPONSE_STATUS_CODE', status: 401, statusCode: 401, headers: {}, body: 'secret' }],
    ['undici 7', { code: 'UND_ERR_RESPONSE', statusCode: 401, headers: { 'www-authenticate': 'Basic' }, body: null }],
  ])('takes an error of %s for a 500', (_what, fields) => {
    expect(read(withFields(fields))).toEqual({ status: 500 });
    expect(read(withFields(fields), 404)).toEqual({ status: 500 });
  });

  it('takes an AggregateError for a 500, whatever status it has', () => {
    const error = new AggregateError([createHTTPError(401)], 'secret');

    expect(read(Object.assign(error, { status: 401 }))).toEqual({ status: 500 });
  });

  it('believes an error that says whether it is for the client', () => {
    expect(read(createHTTPError(401, 'Sign in', { response: {} }))).toMatchObject({ status: 401, message: 'Sign in' });
  });

  it.each([99, 200, 399, 600, 404.5, Number.NaN, '404', null, {}, true])('takes no status %p', (status) => {
    expect(read(withFields({ status }))).toEqual({ status: 500 });
    expect(read(withFields({ statusCode: status, expose: true }))).toEqual({ status: 500 });
    expect(read(Object.assign(boom.notFound(), { output: { statusCode: status } }))).toEqual({ status: 500 });
  });

  it.each([undefined, null, 0, '', 'secret', 404, 404n, true, Symbol('secret'), () => 404])(
    'tells nothing of %p',
    (error) => {
      expect(read(error)).toEqual({ status: 500 });
    },
  );

  it.each([
    [404, 404],
    [503, 503],
    [200, 500],
    [302, 500],
    [600, 500],
  ])('takes the status %i that res has for %i', (statusSoFar, status) => {
    expect(read(new Error('secret'), statusSoFar)).toEqual({ status });
    expect(read('secret', statusSoFar)).toEqual({ status });
  });

  it('takes the status of the error before that of res', () => {
    expect(read(createHTTPError(409), 404)).toMatchObject({ status: 409 });
  });

  it.each([
    ['MulterError', 'LIMIT_FILE_SIZE', 413],
    ['MulterError', 'LIMIT_UNEXPECTED_FILE', 400],
    ['MulterError', 'MISSING_FIELD_NAME', 400],
    ['MulterError', 'STREAM_DESTROYED', 500],
    ['Error', 'LIMIT_FILE_SIZE', 500],
  ])('takes a %s with the code %s for %i', (name, code, status) => {
    expect(read(withFields({ name, code }))).toMatchObject({ status });
  });

  it.each<[string, unknown]>([
    ['a getter that throws', Object.defineProperty({}, 'status', { get: fail })],
    ['a revoked Proxy', revoked()],
    ['a Proxy that throws', new Proxy({}, { get: fail })],
    [
      'a message whose getter throws',
      Object.defineProperty(withFields({ status: 404, expose: true }), 'message', { get: fail }),
    ],
    [
      'headers whose getter throws',
      withFields({
        status: 404,
        expose: true,
        headers: {
          get a(): string {
            return fail();
          },
        },
      }),
    ],
  ])('survives %s', (_what, error) => {
    expect(read(error)).toEqual({ status: 500 });
  });

  describe('with exposes', () => {
    class ApiError extends Error {
      constructor(
        readonly statusCode: number,
        message: string,
      ) {
        super(message);
      }
    }
    const limit = () => withFields({ name: 'MulterError', code: 'LIMIT_FILE_SIZE', message: 'File too large' });
    const invalid = () => ({ mapped: () => ({}), errors: [{ path: 'age', msg: 'Too young' }] });

    it.each<[string, unknown, object]>([
      ['the usual ApiError', new ApiError(409, 'Taken'), { status: 409, message: 'Taken', headers: {} }],
      [
        'an error with headers',
        withFields({ status: 409, message: 'Taken', headers: { 'X-A': '1', 'Content-Length': 5 } }),
        { status: 409, message: 'Taken', headers: { 'x-a': '1' } },
      ],
      ['an error that hides', createHTTPError(400, 'Bad', { expose: false }), { status: 400, message: 'Bad', headers: {} }],
      ['a 5xx never', new ApiError(503, 'secret'), { status: 503, headers: {} }],
      ['no status never', new Error('secret'), { status: 500 }],
      ['an HTTP client never', withFields({ status: 401, response: {} }), { status: 500 }],
      ['an AggregateError never', Object.assign(new AggregateError([], 'secret'), { status: 401 }), { status: 500 }],
    ])('lets it speak to the client: %s', (_what, error, expected) => {
      expect(readThirdPartyError(error, 200, () => true)).toEqual(expected);
    }); // prettier-ignore

    it.each<[string, unknown, object]>([
      ['http-errors', createHTTPError(429, 'Slow', { headers: { 'Retry-After': 5 } }), { status: 429, headers: { 'retry-after': '5' } }],
      ['boom', boom.notFound('No such page'), { status: 404, headers: {} }],
      ['multer', limit(), { status: 413, headers: {} }],
      ['express-validator', invalid(), { status: 400 }],
    ])('silences an error that would speak: %s', (_what, error, expected) => {
      expect(readThirdPartyError(error, 200, () => false)).toEqual(expected);
    }); // prettier-ignore

    it('is given the error and whether it would speak without it', () => {
      const asked = jest.fn((_error: unknown, isExposed: boolean) => isExposed);
      const given = [createHTTPError(409, 'Taken'), new ApiError(409, 'secret'), boom.notFound('x'), limit(), invalid()];

      expect(given.map((error) => readThirdPartyError(error, 200, asked))).toEqual(given.map((error) => read(error)));
      expect(asked.mock.calls).toEqual([true, false, true, true, true].map((isExposed, at) => [given[at], isExposed]));
    }); // prettier-ignore

    it('decides for an error without a status, where res has one', () => {
      expect(readThirdPartyError(new Error('No user'), 404, () => true)).toEqual({ status: 404, message: 'No user' });
    });

    it.each([undefined, 'secret', 5, Symbol('secret')])('is not asked about %p', (thrown) => {
      const asked = jest.fn(() => true);

      expect(readThirdPartyError(thrown, 404, asked)).toEqual({ status: 404 });
      expect(asked).not.toHaveBeenCalled();
    });

    it.each<[string, () => unknown, string]>([
      ['throws', fail, 'The setting exposes failed for an Error.'],
      ['is asynchronous', async () => true, 'The setting exposes gave a Promise for an Error; it must give true or false.'],
      ['gives nothing', () => undefined, 'The setting exposes gave undefined for an Error'],
    ])('is an error of the developer where it %s', (_what, exposes, fact) => {
      expect(() => readThirdPartyError(new ApiError(409, 'secret'), 200, exposes as () => boolean)).toThrow(
        usageError('ERR_RETURNS_ERROR_FORMAT', fact),
      );
    }); // prettier-ignore

    it('speaks for no error that cannot be read', () => {
      expect(readThirdPartyError(revoked(), 404, () => true)).toEqual({ status: 500 });
    });
  });

  it('runs no method of an error', () => {
    const method = jest.fn();
    const error = withFields({
      errors: [],
      mapped: method,
      array: method,
      toString: method,
      toJSON: method,
      headers: { forEach: method },
    });
    read(error);

    expect(method).not.toHaveBeenCalled();
  });

  it('keeps the headers that can be sent, and drops the others', () => {
    const headers = {
      'Retry-After': 5,
      'X-Good': ['a', 'b'],
      'Content-Range': 'bytes */5',
      'X-Bad': 'a\r\nb',
      'x worse': 'a',
      'X-Object': {},
      'X-Nothing': undefined,
      'Content-Length': 5,
      'Content-Type': 'text/html',
      'Content-Encoding': 'gzip',
      'Transfer-Encoding': 'chunked',
      'Trailer': 'X-A',
      'ETag': '"a"',
    };

    expect(read(createHTTPError(416, { headers })).headers).toEqual({
      'retry-after': '5',
      'x-good': ['a', 'b'],
      'content-range': 'bytes */5',
    });
  });

  it('keeps only the headers that the status requires of an error that does not set expose', () => {
    const headers = { 'Allow': 'GET', 'Set-Cookie': 'session=other', 'WWW-Authenticate': 'Basic', 'X-Internal': 'a' };

    expect(read(withFields({ status: 405, headers })).headers).toEqual({ 'allow': 'GET', 'www-authenticate': 'Basic' });
  });

  it.each(['rubbish', 5, [], new Map([['a', 'b']]), null])('takes no headers from %p', (headers) => {
    expect(read(withFields({ status: 404, expose: true, headers })).headers).toEqual({});
  });

  it('never throws, and always has a status of an error', () => {
    const anything = fc.anything({ maxDepth: 1, maxKeys: 3, withNullPrototype: true, withBigInt: true });
    const shaped = fc.record(
      {
        status: anything,
        statusCode: anything,
        expose: anything,
        message: anything,
        headers: fc.oneof(anything, fc.dictionary(fc.string({ maxLength: 5 }), anything, { maxKeys: 3 })),
        isBoom: fc.boolean(),
        output: fc.record({ statusCode: fc.integer(), payload: anything, headers: anything }),
        mapped: fc.constant(fail),
        errors: fc.array(anything),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(fc.oneof(anything, shaped), fc.integer(), (error, statusSoFar) => {
        const { status, message } = read(error, statusSoFar);
        return Number.isInteger(status) && status >= 400 && status <= 599 && (status < 500 || message === undefined);
      }),
    );
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function fail(): never {
  throw new Error('called into the value');
}

import { ANY } from '../../lib/diagnostics/options';
import { checkInit, checkParts, INIT_CHECKS, withContentType } from '../../lib/responses/init';
import { usageError } from '../diagnostics/refused';

describe('checkInit', () => {
  it('accepts the known options, also those of the class', () => {
    const init = { status: 200, headers: {}, contentType: 'text/csv', cookies: [], root: 'media' };

    expect(() => {
      checkInit('File', init, { root: ANY, ...INIT_CHECKS });
    }).not.toThrow();
  });

  it('names the class, the option and the known options', () => {
    expect(() => {
      checkInit('File', { Root: 'media' }, { root: ANY, ...INIT_CHECKS });
    }).toThrow(
      usageError(
        'ERR_RETURNS_INIT',
        'File has no option "Root"; it has root, status, headers, contentType, cookies, download, flush, compress, after. Did you mean root?',
      ),
    );
  });

  it.each([
    ['null', null, 'null'],
    ['an array', [], 'an array of 0 items'],
    ['a function', () => ({}), 'a function'],
    ['a number', 404, '404'],
  ])('refuses %s as options', (_what, init, named) => {
    expect(() => {
      checkInit('Text', init as object);
    }).toThrow(usageError('ERR_RETURNS_INIT', `The options of Text must be an object; got ${named}.`));
  });

  it.each([
    [{ contentType: 1 }, "The option contentType of Text must be a media type such as 'text/csv'; got 1."],
    [{ contentType: 'csv' }, 'The option contentType of Text must be a media type such as \'text/csv\'; got "csv".'],
    [
      { cookies: { name: 'a', value: 'b' } },
      'The option cookies of Text must be an array of { name, value, ...options }; got an object with the keys name, value.',
    ],
    [{ cookies: null }, 'The option cookies of Text must be an array of { name, value, ...options }; got null.'],
  ])('refuses %p', (init, message) => {
    expect(() => {
      checkInit('Text', init);
    }).toThrow(usageError('ERR_RETURNS_INIT', message));
  });
});

describe('checkParts', () => {
  it.each([200, 201, 299, 404, 599])('takes the status %d with a body', (status) => {
    expect(() => {
      checkParts('Text', 'body', { body: 'a', status, headers: {} });
    }).not.toThrow();
  });

  it.each([100, 199, 600, 200.5, Number.NaN, '200', null, undefined, 200n])('refuses the status %p', (status) => {
    expect(() => {
      checkParts('Text', 'body', { body: 'a', status, headers: {} });
    }).toThrow(usageError('ERR_RETURNS_STATUS', 'give an integer from 200 to 599.'));
  });

  it.each([204, 205, 304])('refuses a body with the status %d, and says what to return', (status) => {
    expect(() => {
      checkParts('JSON', 'json', { body: {}, status, headers: {} });
    }).toThrow(
      usageError(
        'ERR_RETURNS_STATUS',
        `JSON cannot have the status ${status}: this status has no body. Return new Response(null, { status: ${status} }).`,
      ),
    );
  });
});

describe('withContentType', () => {
  it.each([
    ['a content type', { contentType: 'text/x' }, { contentType: 'text/x' }],
    ['a content-type header', { headers: { 'Content-Type': 'text/x' } }, { headers: { 'content-type': 'text/x' } }],
    [
      'neither',
      { status: 201, headers: { 'X-One': '1' } },
      { status: 201, headers: { 'x-one': '1' }, contentType: 'text/plain' },
    ],
  ])('fills it in for an init with %s', (_what, init, expected) => {
    expect(withContentType(init, 'text/plain')).toEqual(expected);
  });
});

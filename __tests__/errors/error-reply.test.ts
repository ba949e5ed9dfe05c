import type { Request } from 'express';
import { Error as ErrorResponse, ErrorCode, ErrorList, NotFound, Text } from 'express-returns';
import { createTable } from '../../lib/errors/code-table';
import { resolveError } from '../../lib/errors/error';
import { errorReply, instanceOf, problem, type ErrorFormat } from '../../lib/errors/error-reply';
import fc, { anyText, anyURL } from '../helpers/fast-check';

const req = { originalUrl: '/users/a?b=c' } as Request;
const errors = createTable([new ErrorCode(1101, "User '{}' does not exist", 400)]);

describe('errorReply', () => {
  it('is the envelope of a coded error', () => {
    const error = new ErrorResponse(1101, 'a', { headers: { 'X-A': '1' }, cookies: [{ name: 'c', value: 'd' }] });
    const { status, body, headers, cookies } = errorReply(error, req, { errors });

    expect([status, body]).toEqual([400, { status: 'error', code: 1101, message: "User 'a' does not exist" }]);
    expect(headers).toEqual({ 'content-type': 'application/json; charset=utf-8', 'x-a': '1' });
    expect(cookies).toEqual([{ name: 'c', value: 'd' }]);
  });

  it('has data where there is some, null too', () => {
    expect(errorReply(new ErrorResponse(1001, undefined, { data: null }), req, {}).body).toEqual({
      status: 'error',
      code: 1001,
      message: 'Not found',
      data: null,
    });
  });

  it.each<[string, ErrorFormat]>([
    ['the envelope', 'envelope'],
    ['a problem', 'problem'],
  ])('is compressed where its error says so: %s', (_what, errorFormat) => {
    const settings = { errors, errorFormat };
    const declared = new ErrorResponse(1101, 'a', { compress: true });

    expect(errorReply(declared, req, settings).compress).toBe(true);
    expect(errorReply(resolveError(declared, errors), req, settings).compress).toBe(true);
    expect(errorReply(new NotFound('No.', { compress: true }), req, settings).compress).toBe(true);
    expect(errorReply(new NotFound('No.').with({ compress: true }), req, settings).compress).toBe(true);
    expect(errorReply(new NotFound('No.'), req, settings).compress).toBeUndefined();
    expect(() => new NotFound('No.', { compress: 1 as never })).toThrow('The option compress of NotFound must be');
  });

  it('is the own body of an exception', () => {
    expect(errorReply(new NotFound('No.'), req, {})).toEqual(new Text('No.', { status: 404 }));
  });
});

it('is the same for an error whose headers and cookies were removed', () => {
  const bare = (error: object) => Object.assign(error, { headers: undefined, cookies: undefined });

  expect(errorReply(bare(new NotFound('No.')), req, {})).toEqual(errorReply(new NotFound('No.'), req, {}));
  expect(errorReply(bare(new ErrorResponse(1101, 'a')), req, { errors })).toEqual(
    errorReply(new ErrorResponse(1101, 'a'), req, { errors }),
  );
});

describe('an error whose status was overwritten', () => {
  const overwritten = (error: object, status: unknown) => Object.assign(error, { status, statusCode: status });
  const list = new ErrorList(new ErrorCode(1101, "User '{}' does not exist", 400));

  it.each([200, 204, 304, 399, 600, 99, '503', NaN, null])('with %p has that of its code', (status) => {
    for (const error of [list.error(1101, 'a'), new ErrorResponse(1101, 'a')])
      expect(errorReply(overwritten(error, status), req, { errors })).toMatchObject({
        status: 400,
        body: { message: "User 'a' does not exist" },
      });
  });

  it.each([200, 204, 304, 99, '503'])('with %p is a 500 where it has no code', (status) => {
    expect(errorReply(overwritten(new NotFound('No.'), status), req, {})).toEqual(new Text('No.', { status: 500 }));
    expect(errorReply(overwritten(new NotFound('No.'), status), req, { errorFormat: 'problem' }).status).toBe(500);
  });

  it('keeps another status of errors', () => {
    expect(errorReply(overwritten(list.error(1101, 'a'), 409), req, { errors }).status).toBe(409);
    expect(errorReply(overwritten(new NotFound(), 410), req, {}).status).toBe(410);
  });

  it('reaches next with that of its code, too', () => {
    expect(resolveError(overwritten(list.error(1101, 'a'), 200) as ErrorResponse, errors)).toMatchObject({
      status: 400,
      statusCode: 400,
    });
  });
});

const facts = {
  code: 1101,
  status: 400,
  title: "User '{}' does not exist",
  message: "User 'jalil' does not exist",
  headers: { 'x-a': '1' },
  cookies: [],
};

describe('problem', () => {
  it('has about:blank as its type, and so the phrase of the status as its title', () => {
    const { status, headers, body } = problem(facts, undefined, '/users/jalil');

    expect(status).toBe(400);
    expect(headers).toEqual({ 'content-type': 'application/problem+json; charset=utf-8', 'x-a': '1' });
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: "User 'jalil' does not exist",
      instance: '/users/jalil',
      code: 1101,
    });
  });

  it.each(['https://example.com/errors#', '/errors#', 'urn:example:error:'])(
    'has a type of its own for each code with %s',
    (types) => {
      expect(problem(facts, types, '/').body).toMatchObject({
        type: `${types}1101`,
        title: "User '{}' does not exist",
      });
    },
  );

  it('has about:blank for an error that has no code but its status', () => {
    const { body } = problem({ ...facts, code: 413, status: 413 }, '/errors#', '/');

    expect(body).toMatchObject({ type: 'about:blank', title: 'Payload Too Large', code: 413 });
  });

  it.each([[null], [0], ['a'], [{ age: ['must be a number'] }]])('has the data %p as an extension', (data) => {
    expect(problem({ ...facts, data }, undefined, '/').body).toHaveProperty('data', data);
  });
});

describe('instanceOf', () => {
  it.each([
    ['/users/7', '/users/7'],
    ['/users/7?token=secret', '/users/7'],
    ['/a#b?c', '/a'],
    ['//evil.example/a', '/evil.example/a'],
    ['////', '/'],
    ['http://proxy.example/a?b', '/a'],
    ['http://proxy.example', ''],
    ['*', '*'],
    ['', ''],
    ['/%E4%BD%A0', '/%E4%BD%A0'],
    ['/100%', '/100%25'],
    ['/%zz', '/%25zz'],
    ['/"<script>', '/%22%3Cscript%3E'],
    ['/\u00e9', '/%C3%A9'],
    ['/\u{1F600}', '/%F0%9F%98%80'],
    ['/\ud800', '/%EF%BF%BD'],
    ['/\\evil.example', '/%5Cevil.example'],
  ])('is of %p the path %p', (url, path) => {
    expect(instanceOf(url)).toBe(path);
  });

  it('is a reference to this host, whatever came', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), anyURL), (url) => {
        const path = instanceOf(`/${url}`);
        return new URL(path, 'http://here.example').host === 'here.example' && !/[?#\s"<>\\^`{|}]/.test(path);
      }),
    );
  });
});

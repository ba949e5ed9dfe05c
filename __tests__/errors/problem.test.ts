import fc from '../helpers/fast-check';
import { instanceOf, problem } from '../../lib/errors/problem';

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
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true })), (url) => {
        const path = instanceOf(`/${url}`);
        return new URL(path, 'http://here.example').host === 'here.example' && !/[?#\s"<>\\^`{|}]/.test(path);
      }),
    );
  });
});

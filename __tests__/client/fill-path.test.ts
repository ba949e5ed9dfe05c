import { Routes } from 'express-returns';
import { fillPath } from '../../lib/client/fill-path';
import { major } from '../helpers/app';
import fc from '../helpers/fast-check';

type Values = Readonly<Record<string, unknown>>;

/** The URL as the server makes it, from the path as it is parsed there. */
const urlOf = (path: string, values: Values): string =>
  (new Routes().get(path, () => null).url as (path: string, values: Values) => string)(path, values);

const BOTH: [path: string, values: Values, url: string][] = [
  ['/users', {}, '/users'],
  ['/users/:id', { id: 7 }, '/users/7'],
  ['/users/<id:int>', { id: 7 }, '/users/7'],
  ['/users/<id>', { id: 'a b/ü' }, '/users/a%20b%2F%C3%BC'],
  ['/users/<id:int>/posts/<post:slug>', { id: 7, post: 'a-b' }, '/users/7/posts/a-b'],
  ['/files/<name:path>', { name: 'a/b c' }, '/files/a/b%20c'],
  ['/a-:from-:to', { from: 1, to: 2 }, '/a-1-2'],
  ['/:file.:type', { file: 'a', type: 'png' }, '/a.png'],
];
const ONLY_4: typeof BOTH = [
  ['/users/:id?', {}, '/users'],
  ['/users/:id?', { id: 1 }, '/users/1'],
  ['/users/:id(\\d+)/:x([a-z]+)', { id: 1, x: 'ab' }, '/users/1/ab'],
  ['/files/*', { 0: 'a/b' }, '/files/a/b'],
  ['/files/*/to/*', { 0: 'a/b', 1: 'c' }, '/files/a/b/to/c'],
];
const ONLY_5: typeof BOTH = [
  ['/files/*rest', { rest: ['a', 'b/c'] }, '/files/a/b%2Fc'],
  ['/files/*rest', { rest: 'a/b' }, '/files/a/b'],
  ['/users{/:id}', {}, '/users'],
  ['/users{/:id}', { id: 1 }, '/users/1'],
  ['/users{/:id{/:tab}}', { id: 1 }, '/users/1'],
  ['/users{/:id{/:tab}}', { id: 1, tab: 'x' }, '/users/1/x'],
  ['/users{/<id:int>}', { id: 0 }, '/users/0'],
  ['/a\\:b/:c', { c: 1 }, '/a:b/1'],
];

describe('fillPath', () => {
  it.each([...BOTH, ...ONLY_4, ...ONLY_5])('fills %s with %j', (path, values, url) => {
    expect(fillPath(path, values)).toBe(url);
  });

  it.each([...BOTH, ...(major === 5 ? ONLY_5 : ONLY_4.slice(1))])(
    'fills %s with %j as routes.url()',
    (path, values) => {
      expect(fillPath(path, values)).toBe(urlOf(path, values));
    },
  );

  it('passes over a pattern with parentheses in it', () => {
    expect(fillPath('/:a((?:x|y)+)/:b', { a: 'xy', b: 1 })).toBe('/xy/1');
  });

  it('fills in a date as JSON has it', () => {
    expect(fillPath('/days/:day', { day: new Date(0) })).toBe('/days/1970-01-01T00%3A00%3A00.000Z');
  });

  it.each([undefined, null, '', '.', '..'])('refuses %j, which would lead to another path', (id) => {
    expect(() => fillPath('/users/:id/posts', { id })).toThrow(
      new TypeError(`/users/:id/posts: id cannot be '${id ?? ''}'`),
    );
  });

  it.each([[['a', '..']], ['a/../../b'], ['a//b'], [[]], [['']]])('refuses the segments %j', (rest) => {
    expect(() => fillPath('/files/*rest', { rest })).toThrow(TypeError);
  });

  it('takes no value from the prototype of an object', () => {
    expect(() => fillPath('/:constructor', {})).toThrow(new TypeError("/:constructor: constructor cannot be ''"));
    expect(fillPath('/:toString?', {})).toBe('');
  });

  it('never leaves the path, whatever the value is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('../..', './x', '%2e%2e', '?', '#', '//host'),
    );
    fc.assert(
      fc.property(text, (id) => {
        fc.pre(!['', '.', '..'].includes(id));
        const { pathname, search, hash } = new URL(`http://a${fillPath('/users/:id/posts', { id })}`);

        expect([search, hash, decodeURIComponent(pathname)]).toEqual(['', '', `/users/${id}/posts`]);
      }),
    );
  });
});

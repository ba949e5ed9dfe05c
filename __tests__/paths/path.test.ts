import type { RoutePath } from 'express-returns';
import { UsageError } from '../../lib/diagnostics/usage-error';
import { checkPath, pathKey, pathText } from '../../lib/paths/path';

describe('checkPath', () => {
  it.each<[RoutePath]>([
    ['/'],
    [''],
    ['/users/:id'],
    ['*'],
    ['/*rest'],
    ['{/:a}/b'],
    ['(.*)'],
    [/^\/x$/i],
    [['/a', /b/]],
  ])('takes %p', (path) => {
    expect(checkPath(path)).toEqual(path);
  });

  it('copies an array, so that later changes have no effect', () => {
    const paths = ['/a'];
    const checked = checkPath(paths);
    paths.push('/b');

    expect(checked).toEqual(['/a']);
    expect(Object.isFrozen(checked)).toBe(true);
  });

  it.each<[string, unknown, string]>([
    [
      'no slash at the start',
      'users',
      'The path "users" can never match, since every request path starts with a slash: write "/users".',
    ],
    [
      'a RegExp that keeps state',
      /^\/a$/g,
      'The path /^\\/a$/g keeps the position of its last match, so it misses every other request: remove the flags g and y.',
    ],
    ['a sticky RegExp', /a/y, 'The path /a/y keeps the position'],
    ['what is no path', 5, 'A path is a string, a RegExp or an array of these; got 5.'],
    ['nothing', undefined, 'A path is a string, a RegExp or an array of these; got undefined.'],
    ['an empty array', [], 'A route needs a path; got an empty array.'],
    ['an array with what is no path', ['/a', null], 'A path is a string, a RegExp or an array of these; got null.'],
  ])('refuses %s', (_what, path, message) => {
    expect(() => checkPath(path)).toThrow(UsageError);
    expect(() => checkPath(path)).toThrow(message);
  });
});

describe('pathText', () => {
  it.each<[RoutePath, string]>([
    ['/a', '/a'],
    [/b/i, '/b/i'],
    [['/a', /b/], '/a, /b/'],
  ])('shows %p as %p', (path, text) => {
    expect(pathText(path)).toBe(text);
  });
});

describe('pathKey', () => {
  it('is the same for paths that differ in the names of their variables only', () => {
    expect(pathKey('/a/:x/b')).toBe(pathKey('/a/:y/b'));
    expect(pathKey('/a/:x(\\d+)')).not.toBe(pathKey('/a/:x'));
    expect(pathKey('/<a>')).toBe(pathKey('/:b'));
    expect(pathKey('/<a:int>')).toBe(pathKey('/<b:int>'));
    expect(pathKey('/<a:int>')).not.toBe(pathKey('/:a'));
    expect(pathKey(/a/)).toBe('/a/');
  });

  it.each<[4 | 5, string, string, boolean]>([
    [5, '/users/:id\\:activate', '/users/:id\\:deactivate', false],
    [4, '/users/:id\\:activate', '/users/:id\\:deactivate', false],
    [5, '/a\\:b', '/a\\:c', false],
    [5, '/\\:', '/:a', false],
    [5, '/:"a b"', '/:"c"', true],
    [5, '/:"a"', '/:b', true],
    [4, '/:"a"', '/:"b"', false],
    [5, '/*a', '/*b', true],
    [4, '/*a', '/*b', false],
    [5, '/<a:path>', '/*b', true],
    [4, '/:a(\\d+)', '/:b(\\d+)', true],
    [4, '/:a?', '/:b?', true],
    [4, '/:a*', '/:a', false],
    [5, '/a{/:b}', '/a{/:c}', true],
    [5, '/a{/:b}', '/a/:b', false],
  ])('in Express %i of %s and %s is the same: %p', (major, a, b, isSame) => {
    expect(pathKey(a, major) === pathKey(b, major)).toBe(isSame);
  });
});

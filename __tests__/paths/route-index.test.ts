import { Router } from 'express';
import fc, { runs } from '../helpers/fast-check';
import { major } from '../helpers/app';
import { RouteIndex } from '../../lib/paths/route-index';

const indexOf = (...paths: unknown[]): RouteIndex => {
  const index = new RouteIndex(major);
  paths.forEach((path, route) => {
    index.add(route, [path].flat());
  });
  return index;
};

describe('RouteIndex', () => {
  it('names the routes that a path might lead to, in their order', () => {
    const index = indexOf('/users', '/:kind/:id', '/users/:id', '/teams/:id', /x/, '/users/me', '/', '/:kind/me');

    expect(index.find('/users/me')).toEqual([0, 1, 2, 4, 5, 6, 7]);
    expect(index.find('/teams/7')).toEqual([1, 3, 4, 6]);
    expect(index.find('/')).toEqual([4, 6]);
  });

  it('finds each of the paths of a route', () => {
    const index = indexOf(['/a', '/b/c'], '/d');

    expect([index.find('/a'), index.find('/b/c'), index.find('/d')]).toEqual([[0], [0], [1]]);
  });

  it('takes upper and lower case for one', () => {
    expect(indexOf('/Users').find('/uSERS')).toEqual([0]);
  });

  it('takes time by the length of the table, not by that of the path', () => {
    const index = indexOf('/:a/:b/:c', '/a/:b/:c');

    expect(index.find('/a'.repeat(32_000))).toEqual([0, 1]);
    expect(index.find('/'.repeat(64_000))).toEqual([0]);
  });

  const odd = [
    'a?',
    'a+',
    '*',
    '*x',
    '(a)',
    '(a|b/c)',
    '{a}',
    '{/b}',
    '?c',
    '+',
    ':x?',
    ':x*',
    ':x(\\d+)',
    ':x-:y',
    '$',
  ];
  const text = fc.constantFrom(
    'a',
    'b',
    'A',
    'a.b',
    'a-b',
    ':x',
    ':y',
    '%41',
    '~@',
    'é',
    'É',
    '\\:a',
    "it's",
    '',
    ...odd,
  );
  const pattern = fc
    .array(fc.tuple(fc.constantFrom('/', '/', '/', ''), text), { maxLength: 4 })
    .map((parts) => `/${parts.flat().join('')}`.replace('//', '/'));
  const segment = fc.constantFrom(
    'a',
    'b',
    'A',
    'a.b',
    'a-b',
    'ab',
    'bc',
    '%41',
    '~@',
    'é',
    'É',
    ':a',
    "it's",
    '1',
    '',
    'K',
  );
  const path = fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`);
  const settings = fc.record({ caseSensitive: fc.boolean(), strict: fc.boolean() });

  // What matches but cannot be decoded is a 400.
  const concerns = (layer: { match(at: string): unknown } | undefined, at: string): boolean => {
    try {
      return Boolean(layer?.match(at));
    } catch {
      return true;
    }
  };

  it('leaves out no route that Express would match', () =>
    fc.assert(
      fc.property(pattern, fc.array(path, { minLength: 10, maxLength: 20 }), settings, (given, paths, options) => {
        const router = Router(options);
        try {
          router.get(given, () => undefined);
        } catch {
          return; // Not a path in this major.
        }
        const [layer] = router.stack as unknown as { match(path: string): unknown }[];
        const index = indexOf(given);
        for (const at of paths) {
          if (concerns(layer, at)) expect([given, at, index.find(at)]).toEqual([given, at, [0]]);
        }
      }),
      { numRuns: runs(500) },
    ));
});

import { Router } from 'express';
import { Routes } from 'express-returns';
import { fillPath } from '../../lib/paths/fill-path';
import { parsePath } from '../../lib/paths/grammar';
import { alternativesOf, sourceOf, variablesOf } from '../../lib/paths/part';
import { checkPath, pathKey } from '../../lib/paths/path';
import { groupedPath } from '../../lib/paths/grouped-path';
import { RouteIndex } from '../../lib/paths/route-index';
import { compareSpecificity, specificity } from '../../lib/paths/specificity';
import { toExpressPath, typedVariables } from '../../lib/paths/typed-variables';
import fc, { runs } from '../helpers/fast-check';
import { appOf, major, send } from '../helpers/app';
import { layerOf, match, types, type Layer } from './express';
import { hasURL, isPattern, rowsOf } from './table';

const rows = rowsOf(major);
const urls = [
  ...new Set(rows.flatMap(([, url, , others = []]) => [url, ...others, `${url}/`, `${url}/x`, `/x${url}`])),
];

const matchesOf = (path: string, from = urls): readonly string[] =>
  from.filter((url) => match(path, url) !== undefined);

describe('the grammar of paths', () => {
  it('has a table of at least 60 paths', () => {
    expect(new Set(rows.map(([path]) => path)).size).toBeGreaterThanOrEqual(60);
  });

  it.each(rows)('reads %s as Express does: %s gives %j', (path, url, params, others = []) => {
    const parts = parsePath(path);

    expect(match(path, url)).toEqual(params);
    expect(others.filter((other) => match(path, other) !== undefined)).toEqual([]);
    expect(parts.map(sourceOf).join('')).toBe(path);
    expect(variablesOf(parts).map(({ name }) => name)).toEqual(Object.keys(params));
    expect(checkPath(path)).toBe(path);
  });

  it.each(rows)('expands %s into paths without optional parts that match the same', (path) => {
    const alternatives = alternativesOf(parsePath(path)).map((parts) => parts.map(sourceOf).join(''));
    const matched = alternatives.flatMap((alternative) => matchesOf(alternative));

    expect([...new Set(matched)].sort()).toEqual([...matchesOf(path)].sort());
  });

  it.each(rows.filter(([path]) => hasURL(path) && !isPattern(path, major)))('fills %s', (path, _url, params) => {
    const { url } = fillPath(parsePath(path), types, params);

    expect(match(path, url)).toEqual(params);
  });

  it('has no URL for regular expressions of Express 4', () => {
    for (const [path] of rows.filter(([path]) => isPattern(path, major)))
      expect(() => fillPath(parsePath(path), types, {})).toThrow('is a regular expression');
  });

  it('names in the index every route that matches', () => {
    const index = new RouteIndex(major);
    for (const [position, [path]] of rows.entries()) index.add(position, [toExpressPath(path, major)]);

    for (const url of urls) {
      const candidates = index.find(url);
      const missing = rows.filter(([path], position) => match(path, url) && !candidates.includes(position));
      expect([url, missing]).toEqual([url, []]);
    }
  });

  it('has equal keys for paths with equal matches only', () => {
    for (const [a] of rows) {
      const same = rows.filter(([b]) => pathKey(a) === pathKey(b)).map(([b]) => [b, matchesOf(b)]);
      expect(same).toEqual(same.map(([b]) => [b, matchesOf(a)]));
    }
  });

  it('groups a path as a Router nested at the prefix does', () => {
    for (const [path] of rows) {
      if (!path.startsWith('/') || path.includes('|')) continue;
      for (const prefix of ['/g', '/g/:team', '/<team:int>']) {
        const all = [groupedPath(prefix, path, false)].flat() as string[];
        const at = prefix.replace(':team', '7').replace('<team:int>', '7');
        // `/` in a Router matches `//`, and `/g` does not match `/g//`.
        const below = urls.filter((url) => !/^\/+$/.test(url));
        const nested = below.filter((url) => match(path, url)).map((url) => at + url);
        const grouped = below.map((url) => at + url);
        expect([path, prefix, grouped.filter((url) => all.some((each) => match(each, url)))]).toEqual([
          path,
          prefix,
          nested,
        ]);
      }
    }
  });

  it.each<[path: RegExp, url: string, params: Record<string, string>, others: string[]]>([
    [/^\/a(\d+)$/, '/a7', { 0: '7' }, ['/a', '/a7/b']],
    [/^\/(?<year>\d{4})$/, '/2024', { year: '2024' }, ['/20245']],
    [/\/%C3%A9/i, '/x/%c3%a9', {}, ['/e']],
  ])('leaves the RegExp %s to Express: %s gives %j', (path, url, params, others) => {
    const router = Router();
    router.get(path, () => undefined);
    const [layer] = router.stack as unknown as Layer[];
    const index = new RouteIndex(major);
    index.add(0, [path]);
    const grouped = groupedPath('/g', path, false) as RegExp;

    expect(checkPath(path)).toBe(path);
    expect([layer?.match(url), ...others.map((other) => layer?.match(other))].map(Boolean)).toEqual([
      true,
      ...others.map(() => false),
    ]);
    expect({ ...grouped.exec(`/g${url}`)?.groups }).toEqual('year' in params ? params : {});
    expect(others.filter((other) => grouped.test(`/g${other}`))).toEqual([]);
    expect(index.find(url)).toEqual([0]);
    expect(pathKey(path)).toBe(pathKey(new RegExp(path.source, path.flags)));
    expect(typedVariables(path, types, major)).toEqual([]);
  });

  it.each([
    ['POST', '/users/7:activate', 'on'],
    ['POST', '/users/7:deactivate', 'off'],
    ['GET', '/a:b', 'b'],
    ['GET', '/a:c', 'c'],
    ['GET', '/1/x:id', 'literal'],
  ])('answers %s %s with %s', async (method, url, text) => {
    const routes = new Routes()
      .post('/users/:id\\:activate', () => 'on')
      .post('/users/:id\\:deactivate', () => 'off')
      .get('/a\\:b', () => 'b')
      .get('/a\\:c', () => 'c')
      .group(
        '/:id',
        new Routes().get('/x\\:id', () => 'literal'),
      );

    expect((await send(appOf(routes).app, method, url)).body.toString()).toBe(text);
  });
});

describe('any path', () => {
  const SEGMENTS = {
    4: [
      '/a',
      '/b',
      '/:x',
      '/a-:x',
      '/:x-b',
      '/<x:int>',
      '/a-<x:int>',
      '/:x(\\d)',
      '/:x?',
      '/a?',
      '/*',
      '/\\:x',
      '/ab?',
    ],
    5: [
      '/a',
      '/b',
      '/:x',
      '/a-:x',
      '/:x-b',
      '/<x:int>',
      '/a-<x:int>',
      '{/:x}',
      '{/a}',
      '{/b/:x}',
      '/*x',
      '/a-*x',
      '/\\:x',
    ],
  };
  const path = fc
    .array(fc.constantFrom(...SEGMENTS[major]), { minLength: 1, maxLength: 4 })
    .map((segments) => segments.map((segment, index) => segment.replace(/x(?=\W|$)/g, `x${index}`)).join(''));
  const isPossible = (given: string): boolean => {
    try {
      checkPath(given);
      layerOf(given);
      return true;
    } catch {
      return false;
    }
  };
  const possible = path.filter(isPossible);

  const TEXTS = ['a', 'b', 'a-1', 'z-b', '7', 'zz', 'a-b'];
  const deeper = (all: readonly string[]): string[] => all.flatMap((url) => TEXTS.map((text) => `${url}/${text}`));
  const one = deeper(['']);
  const two = deeper(one);
  const universe = [
    '/',
    ...one,
    ...two,
    ...deeper(two),
    '/:x0',
    '/a/:x1',
    '/a/a/a/a',
    '/a/zz/b/7',
    '/zz/a/zz/b',
    '/b/zz/a/a/a',
  ];

  it('sorts before a path that matches more', () =>
    fc.assert(
      fc.property(possible, possible, (a, b) => {
        const [ofA, ofB] = [matchesOf(a, universe), new Set(matchesOf(b, universe))];
        const isNarrower = ofA.length > 0 && ofA.length < ofB.size && ofA.every((url) => ofB.has(url));
        if (!isNarrower) return;
        const order = compareSpecificity(specificity(a, types, major), specificity(b, types, major));
        expect([a, b, order < 0]).toEqual([a, b, true]);
      }),
      { numRuns: runs(200) },
    ));

  it('is its parts, has the same key as its duplicates only, and is in the index', () =>
    fc.assert(
      fc.property(possible, possible, (a, b) => {
        expect(parsePath(a).map(sourceOf).join('')).toBe(a);
        if (pathKey(a) === pathKey(b)) expect(matchesOf(a, universe)).toEqual(matchesOf(b, universe));
        const index = new RouteIndex(major);
        index.add(0, [toExpressPath(a, major)]);
        expect(matchesOf(a, universe).filter((url) => index.find(url).length === 0)).toEqual([]);
      }),
      { numRuns: runs(100) },
    ));
});

import { fillPath } from '../../lib/paths/fill-path';
import { parsePath } from '../../lib/paths/grammar';
import { addPart, alternativesOf, literalOf, segmentsOf, sourceOf, variablesOf, type Part } from '../../lib/paths/part';
import { checkPath, pathKey } from '../../lib/paths/path';
import { groupedPath } from '../../lib/paths/grouped-path';
import { RouteIndex } from '../../lib/paths/route-index';
import { toExpressPath, typedVariables } from '../../lib/paths/typed-variables';
import fc, { expectEqual, runs } from '../helpers/fast-check';
import { major } from '../helpers/app';
import { layerOf, match, types } from './express';

// The pieces of which paths are made, between spaces.
const BOTH = String.raw`/ / / / a b B 1 - . _ ~ @ , & = %20 %C3%A9 é ß 日 😀 ' " < > : \: \* \( \) \. \- \{ \} \[ \+ \? \! \\ \< \/ \"
  /:x /:x :x :xé /<x> /<x:int> <x:int> <x:slug> /<x:path>`;
const OWN = {
  4: String.raw`? /:x? <x:int>? * /* + | ^ $ (\d+) /:x(\d+) /:x(a|b) /:x* (?:a) /(a|b) [ab] {2} \d \w (?<n>a) ( )`,
  5: String.raw`{ } { } {/:x} {-:x} {a} /*x *x /:"x" :"x" *"x" /:"x\"y" | ^ $ \d :$x /*x/b {/*x} {{/:x}/b}`,
};
const PIECES = [...`${BOTH} ${OWN[major]}`.split(/\s+/), ' ', '/:"x y"'];

const path = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 })
  .map((pieces) => pieces.map((piece, index) => piece.replace(/x(?=\W|$)/, `x${index}`)).join(''))
  .map((text) => (text.startsWith('/') || text.startsWith('{') ? text : `/${text}`));

function isPossible(given: string): boolean {
  try {
    checkPath(given);
    layerOf(given);
    typedVariables(given, types, major);
    return true;
  } catch {
    return false;
  }
}
/** Paths that Express and our routes accept. */
const possible = path.filter(isPossible);
const ordinary = possible.filter((given) => !isMisread(given));

/**
 * Whether Express 4 reads the text before a variable as a part of its regular expression: after an escape or a quantifier in the
 * same segment the expression is wrong (path-to-regexp 0.1.13), so that a longer path in front of it changes what it matches.
 */
function isMisread(given: string): boolean {
  return major === 4 && /[\\?)+\]}][^/]*[:<]|\/\.[:<]/.test(given);
}

const TEXTS = ['a', 'b', '7', 'a-1', 'x.y', 'ab', '%C3%A9', 'é'];

/** Request paths that are near to a path: its optional parts present or not, its variables filled, and small changes. */
function urlsNear(given: string): string[] {
  const fill = (parts: readonly Part[], text: string): string =>
    parts
      .map((part) =>
        part.kind === 'group'
          ? fill(part.parts, text)
          : part.kind === 'variable'
            ? text
            : part.kind === 'text'
              ? part.text
              : part.source,
      )
      .join('');
  const filled = alternativesOf(parsePath(given))
    .slice(0, 8)
    .flatMap((parts) => TEXTS.map((text) => fill(parts, text)));
  const near = filled.flatMap((url) => [
    url,
    `${url}/`,
    `${url}/a`,
    url.toUpperCase(),
    url.replace(/\/$/, ''),
    url.slice(0, -1),
    `${url}a`,
  ]);
  const all = near.flatMap((url) => (url.startsWith('/') ? [url] : [`/${url}`]));
  return [...new Set([...all, '/', '/a', '/a/b', given])].filter((url) => url.startsWith('/') && isDecodable(url));
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

const matchesOf = (given: string, from: readonly string[]): readonly string[] => {
  return from.filter((url) => match(given, url) !== undefined);
};

const isReadAs = (given: string, parts: readonly Part[]): boolean =>
  JSON.stringify(parsePath(given)) ===
  JSON.stringify(parts.reduce<Part[]>((all, part) => (addPart(all, part), all), []));

describe('a generated path', () => {
  it('has the variables that Express finds, in its order', () =>
    fc.assert(
      fc.property(possible, (given) => {
        const parts = parsePath(given);
        expect(parts.map(sourceOf).join('')).toBe(given);
        const names = variablesOf(parts).map(({ name }) => name);
        const { keys } = layerOf(given);
        const found = keys?.map(({ name }) => String(name)) ?? names;
        // Express 4 also numbers the parentheses inside of a param's pattern.
        expectEqual([given, names], [given, found.filter((name) => names.includes(name) || !/^\d+$/.test(name))]);
        for (const url of urlsNear(given)) {
          const params = match(given, url);
          if (params !== undefined)
            expectEqual([given, url, Object.keys(params).filter((name) => !found.includes(name))], [given, url, []]);
        }
      }),
      { numRuns: runs(200) },
    ));

  it('matches its literal, and nothing else if it has one', () =>
    fc.assert(
      fc.property(possible, (given) => {
        const literal = literalOf(parsePath(given));
        if (literal === undefined) return;
        const same = (url: string): boolean =>
          url.toLowerCase().replace(/\/+$/, '') === literal.toLowerCase().replace(/\/+$/, '');
        const matched = matchesOf(given, [...urlsNear(given), literal]);
        expectEqual([given, matched.filter((url) => !same(url))], [given, []]);
        if (!literal.endsWith('//')) expectEqual([given, matched.includes(literal)], [given, true]);
      }),
      { numRuns: runs(200) },
    ));

  it('matches what the paths without its optional parts match', () =>
    fc.assert(
      fc.property(ordinary, (given) => {
        const urls = urlsNear(given);
        const alternatives = alternativesOf(parsePath(given));
        const paths = alternatives.map((parts) => parts.map(sourceOf).join(''));
        // Beside each other parts may read as one, of a path Express ignores slashes at the end, and a string that is not of its
        // type is not tried without the optional part.
        const areSame = alternatives.every((parts, index) => isReadAs(paths[index] ?? '', parts));
        if (given.includes('<') || !areSame || !paths.every(isPossible) || paths.some((each) => /^$|[/]$/.test(each)))
          return;
        const matched = new Set(paths.flatMap((each) => matchesOf(each, urls)));
        expectEqual([given, [...matched].sort()], [given, [...matchesOf(given, urls)].sort()]);
      }),
      { numRuns: runs(200) },
    ));

  it('is found by the index for each request that it matches', () =>
    fc.assert(
      fc.property(possible, possible, (given, other) => {
        const index = new RouteIndex(major);
        index.add(0, [toExpressPath(given, major)]);
        const urls = [...urlsNear(given), ...urlsNear(other)];
        expectEqual([given, matchesOf(given, urls).filter((url) => !index.find(url).includes(0))], [given, []]);
      }),
      { numRuns: runs(200) },
    ));

  it('matches the URL that it is filled to', () =>
    fc.assert(
      fc.property(ordinary, fc.constantFrom('a', '7', 'a b', 'é', 'x/y', '日', '%'), (given, text) => {
        if (given.endsWith('//')) return;
        const parts = parsePath(given);
        const variables = variablesOf(parts);
        // Several variables in one segment can share its text in several ways; `/.:x` of Express 4 never matches.
        const isShared = alternativesOf(parts).some((each) =>
          segmentsOf(each).some((segment) => variablesOf(segment).length > 1),
        );
        if (isShared || variables.some(({ pattern }) => pattern !== '')) return;
        if (new Set(variables.map(({ name }) => name)).size < variables.length) return;
        const values = Object.fromEntries(
          variables.map(({ name, type, isWide }) => [
            name,
            type === 'int' ? 7 : type === 'slug' ? 'a-b' : isWide && type === undefined && major === 5 ? [text] : text,
          ]),
        );
        let url;
        try {
          ({ url } = fillPath(parts, types, values));
        } catch (error) {
          if (error instanceof RangeError) return;
          throw error;
        }
        expectEqual([given, url, match(given, url) !== undefined], [given, url, true]);
      }),
      { numRuns: runs(200) },
    ));

  it('has the key of another path only if both match the same', () =>
    fc.assert(
      fc.property(possible, fc.constantFrom('rename', 'unescape', 'escape', 'quote'), (given, how) => {
        const other =
          how === 'rename'
            ? given.replace(/x(?=\d)/g, 'y')
            : how === 'unescape'
              ? given.replace(/\\(?=[-.~_@])/g, '')
              : how === 'escape'
                ? given.replace(/(?<!\\)[-.@]/g, '\\$&')
                : given.replace(/:(x\d+)/g, ':"$1"');
        if (!isPossible(other) || pathKey(given) !== pathKey(other)) return;
        const urls = [...urlsNear(given), ...urlsNear(other)];
        expectEqual([given, other, matchesOf(other, urls)], [given, other, matchesOf(given, urls)]);
      }),
      { numRuns: runs(200) },
    ));

  it('is in a group as in a Router at the prefix', () =>
    fc.assert(
      fc.property(ordinary, fc.constantFrom('/g', '/g/:team', '/<team:int>', '/É', '/g.h'), (given, prefix) => {
        if (given.includes('|')) return;
        let paths: string[];
        try {
          paths = [groupedPath(prefix, given, false)].flat() as string[];
        } catch {
          return;
        }
        if (!paths.every(isPossible)) return;
        const at = prefix.replace(':team', '7').replace('<team:int>', '7');
        const urls = urlsNear(given).filter((url) => !/^\/+$/.test(url) && !url.startsWith('//'));
        const nested = urls.filter((url) => match(given, url) !== undefined);
        const grouped = urls.filter((url) => paths.some((each) => match(each, at + url) !== undefined));
        expectEqual([given, prefix, grouped], [given, prefix, nested]);
      }),
      { numRuns: runs(200) },
    ));
});

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';

// The same values each time, so that a commit which passed goes on to pass. To look for new ones:
// `SEED=random RUNS=50 npx jest table` takes others, fifty times as many; what fails prints its seed.
const { SEED = '1', RUNS = '1' } = process.env;

/** The number of runs of a property. */
export const runs = (count: number): number => count * Number(RUNS);

fc.configureGlobal({ numRuns: runs(100), ...(SEED === 'random' ? {} : { seed: Number(SEED) }) });

// Any character. The unit 'binary' has them too, but takes a second and 100 MB to find the character of each value.
const character = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((index) => String.fromCodePoint(index < 0xd800 ? index : index + 0x800)); // Without halves of pairs.

/** Texts of any characters, and such of ASCII, among them names like `__proto__`. */
export const anyText = (constraints: fc.StringSharedConstraints = {}): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: fc.string({ ...constraints, unit: character }), weight: 4 },
    { arbitrary: fc.string(constraints), weight: 1 },
  );

// What a path and a query may hold: RFC 3986 section 3.3.
const pathCharacter = fc.oneof(
  { arbitrary: fc.constantFrom(..."abcxyzABCXYZ0189-._~!$&'()*+,;=:@".split('')), weight: 9 },
  { arbitrary: character.map(encodeURIComponent), weight: 1 },
);
const segment = fc.string({ unit: pathCharacter });

/** Paths of URLs. `fc.webPath` and `fc.webUrl` take a second to find the character of each value, too. */
export const anyPath: fc.Arbitrary<string> = fc
  .array(segment)
  .map((segments) => segments.map((each) => `/${each}`).join(''));

/** URLs, some with a query. */
export const anyURL: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('http', 'https'), fc.domain(), anyPath, fc.option(segment))
  .map(([scheme, host, path, query]) => `${scheme}://${host}${path}${query === null ? '' : `?${query}`}`);

/** For properties of thousands of cases, where Jest's comparison takes most of the time: it has those that differ. */
export function expectEqual(value: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(value, expected)) expect(value).toEqual(expected);
}

export default fc;

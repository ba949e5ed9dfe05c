import { describe } from './describe';
import { UsageError, type UsageCode } from './usage-error';

/** The check of one option. */
export interface OptionCheck {
  /** The expected value, for the message: `must be ${wanted}`. */
  readonly wanted: string;
  readonly isRight: (value: unknown) => boolean;
}

/** The options of an object, in the order in which messages list them. */
export type OptionChecks = Readonly<Record<string, OptionCheck>>;

/** An option that is checked where it is used. */
export const ANY: OptionCheck = { wanted: 'a value', isRight: () => true };
export const FLAG: OptionCheck = { wanted: 'true or false', isRight: (value) => typeof value === 'boolean' };
export const FUNCTION: OptionCheck = { wanted: 'a function', isRight: (value) => typeof value === 'function' };

/**
 * Checks an object of options. Options that are `undefined` count as not given.
 *
 * @throws UsageError with this code if it is not an object, has an unknown option, or an option has a wrong value.
 */
export function checkOptions(owner: string, given: object, checks: OptionChecks, code: UsageCode): void {
  if (typeof given !== 'object' || (given as unknown) === null || Array.isArray(given))
    throw new UsageError(code, `The options of ${owner} must be an object; got ${describe(given)}.`);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(checks, name)) throw unknownOption(owner, name, Object.keys(checks), code);
    const value: unknown = (given as Readonly<Record<string, unknown>>)[name];
    const check = checks[name] ?? ANY;
    if (value !== undefined && !check.isRight(value)) throw wrongOption(owner, [name, value], check.wanted, code);
  }
}

/** The error for an unknown option; suggests the nearest known name. */
export function unknownOption(owner: string, name: string, known: readonly string[], code: UsageCode): UsageError {
  const near = nearest(name, known);
  const suggestion = near === undefined ? '' : ` Did you mean ${near}?`;
  return new UsageError(code, `${owner} has no option ${describe(name)}; it has ${known.join(', ')}.${suggestion}`);
}

/** The error for an option with a wrong value. */
export function wrongOption(
  owner: string,
  [name, value]: readonly [name: string, value: unknown],
  wanted: string,
  code: UsageCode,
): UsageError {
  return new UsageError(code, `The option ${name} of ${owner} must be ${wanted}; got ${describe(value)}.`);
}

/** The name with the fewest differing characters; case does not count. */
function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const distances = known.map((each) => [distance(name.toLowerCase(), each.toLowerCase()), each] as const);
  const [best] = distances.filter(([steps, each]) => steps <= mostSteps(each)).sort(([one], [other]) => one - other);
  return best?.[1];
}

/** Differing characters of a probable misspelling: a third of the name, and two swapped letters in a short one. */
function mostSteps(name: string): number {
  return Math.max(name.length > 3 ? 2 : 1, name.length / 3);
}

/** Bounds the time for a long name. */
const LONGEST_NAME = 40;

/** The Levenshtein distance: the fewest characters to insert, remove or replace. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (row[column] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

import { UsageError } from '../diagnostics/usage-error';
import type { StandardIssue, StandardSchema } from '../schema/standard-schema';
import { isThenable } from '../streams/body';

/** The result of a validator: no issues for a value that it takes. */
interface Outcome {
  readonly issues?: readonly StandardIssue[] | undefined;
}

/**
 * Checks that a schema takes a value, as it is or as its JSON: a Date fits `z.date()` and `z.iso.datetime()`. A promise
 * only where the validator gives one.
 *
 * @throws UsageError `ERR_RETURNS_BODY` for a value that is refused, `ERR_RETURNS_DESCRIPTION` for a validator that fails.
 */
export function checkValue(schema: StandardSchema, value: unknown): Promise<void> | undefined {
  return check((one) => ask(schema, one), value);
}

/** Checks one item of an array that is sent piece by piece, by the schema of the whole array. */
export function checkItem(schema: StandardSchema, item: unknown): Promise<void> | undefined {
  return check((one) => {
    const outcome = ask(schema, [one]);
    return outcome instanceof Promise ? outcome.then(ofFirstItem) : ofFirstItem(outcome);
  }, item);
}

type Validate = (value: unknown) => Outcome | Promise<Outcome>;

function check(validate: Validate, value: unknown): Promise<void> | undefined {
  const outcome = validate(value);
  if (outcome instanceof Promise) return outcome.then((later) => checkJSON(validate, value, later));
  return checkJSON(validate, value, outcome);
}

/** Checks the JSON of a value that is refused as it is. */
function checkJSON(validate: Validate, value: unknown, { issues }: Outcome): Promise<void> | undefined {
  if (issues === undefined) return undefined;
  const text = jsonTextOf(value);
  if (text === undefined) throw refusal(issues);
  const settle = (ofJSON: Outcome): undefined => {
    if (ofJSON.issues !== undefined) throw refusal(issues);
  };
  const ofJSON = validate(globalThis.JSON.parse(text));
  if (ofJSON instanceof Promise) return ofJSON.then(settle);
  settle(ofJSON);
  return undefined;
}

/** The JSON text of a value; `undefined` where it has none. */
function jsonTextOf(value: unknown): string | undefined {
  try {
    return globalThis.JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Asks a validator. */
function ask(schema: StandardSchema, value: unknown): Outcome | Promise<Outcome> {
  try {
    const result = schema['~standard'].validate(value);
    return isThenable(result) ? Promise.resolve(result).catch(fail) : result;
  } catch (cause) {
    return fail(cause);
  }
}

function fail(cause: unknown): never {
  throw new UsageError('ERR_RETURNS_DESCRIPTION', 'the validator of the reply failed.', { cause });
}

/** The issues about the first item; one about the array is none, since it has more items. */
function ofFirstItem({ issues }: Outcome): Outcome {
  const own = issues?.filter(({ path }) => keyOf(path?.[0]) === '0');
  return own === undefined || own.length === 0 ? {} : { issues: own };
}

function keyOf(segment: unknown): string {
  return String(
    typeof segment === 'object' && segment !== null ? (segment as { readonly key?: unknown }).key : segment,
  );
}

const MOST_FAULTS = 5;

function refusal(issues: readonly StandardIssue[]): UsageError {
  const faults = issues.slice(0, MOST_FAULTS).map(({ path = [], message }) => {
    const place = Array.from(path, keyOf).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  const more = issues.length > MOST_FAULTS ? `, and ${issues.length - MOST_FAULTS} more` : '';
  return new UsageError(
    'ERR_RETURNS_BODY',
    `the body does not fit the schema that returns declares for it: ${faults.join('; ')}${more}. Return what is declared, or declare what is returned.`,
    { cause: issues },
  );
}

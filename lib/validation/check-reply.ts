import { UsageError } from '../diagnostics/usage-error';
import type { StandardSchema } from '../schema/standard-schema';
import { readIssues, validate, ValidatorFault, type Outcome } from './issues';

/** The name of a body in messages. */
const BODY = 'the body';

/**
 * Checks that a schema takes a value, as it is or as its JSON: a Date fits `z.date()` and `z.iso.datetime()`. A promise
 * only where the validator gives one.
 *
 * @throws UsageError `ERR_RETURNS_BODY` for a value that is refused, `ERR_RETURNS_DESCRIPTION` for a validator that
 * fails.
 */
export function checkValue(schema: StandardSchema, value: unknown, subject = BODY): Promise<void> | undefined {
  return check((one) => validate(schema, one), value, subject);
}

/** Checks one item of an array that is sent piece by piece, by the schema of the whole array. */
export function checkItem(schema: StandardSchema, item: unknown): Promise<void> | undefined {
  return check(
    (one) => {
      const outcome = validate(schema, [one]);
      return outcome instanceof Promise ? outcome.then(ofFirstItem) : ofFirstItem(outcome);
    },
    item,
    BODY,
  );
}

type Validate = (value: unknown) => Outcome | Promise<Outcome>;

function check(validateOne: Validate, value: unknown, subject: string): Promise<void> | undefined {
  const refuse = (outcome: Outcome): never => {
    throw refusal(outcome, subject);
  };
  const outcome = validateOne(value);
  if (outcome instanceof Promise) return outcome.then((later) => checkJSON(validateOne, value, later, refuse));
  return checkJSON(validateOne, value, outcome, refuse);
}

/** Checks the JSON of a value that is refused as it is. */
function checkJSON(
  validateOne: Validate,
  value: unknown,
  outcome: Outcome,
  refuse: (outcome: Outcome) => never,
): Promise<void> | undefined {
  if (outcome.issues === undefined) return undefined;
  const text = outcome instanceof ValidatorFault ? undefined : jsonTextOf(value);
  if (text === undefined) return refuse(outcome);
  const settle = ({ issues }: Outcome): undefined => (issues === undefined ? undefined : refuse(outcome));
  const ofJSON = validateOne(globalThis.JSON.parse(text));
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

/** The issues about the first item; one about the array is none, since it has more items. */
function ofFirstItem(outcome: Outcome): Outcome {
  if (outcome instanceof ValidatorFault || outcome.issues === undefined) return outcome;
  const issues = outcome.issues.filter((issue) => String(readIssues('body', [issue], 1)[0]?.path[0]) === '0');
  return issues.length === 0 ? { value: undefined } : { issues };
}

const MOST_FAULTS = 5;

function refusal(outcome: Outcome, subject: string): UsageError {
  if (outcome instanceof ValidatorFault) {
    const { fact, cause } = outcome;
    const options = cause === undefined ? {} : { cause };
    return new UsageError('ERR_RETURNS_DESCRIPTION', `the validator of the reply ${fact}.`, options);
  }
  const { issues = [] } = outcome;
  const faults = readIssues('body', issues, MOST_FAULTS).map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  const more = issues.length > MOST_FAULTS ? `, and ${issues.length - MOST_FAULTS} more` : '';
  return new UsageError(
    'ERR_RETURNS_BODY',
    `${subject} does not fit the schema that returns declares for it: ${faults.join('; ')}${more}. Return what is declared, or declare what is returned.`,
    { cause: issues },
  );
}

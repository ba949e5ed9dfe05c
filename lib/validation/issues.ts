import { describe } from '../diagnostics/describe';
import type { InputPlace, ValidationIssue } from '../errors/validation-issues';
import type { StandardSchema } from '../schema/standard-schema';
import { isThenable } from '../streams/body';

/** The outcome of a validation. */
export type Outcome =
  { readonly value: unknown; readonly issues?: undefined } | { readonly issues: readonly unknown[] } | ValidatorFault;

/** A validator that failed by itself, or gave something else than a result. */
export class ValidatorFault {
  readonly issues = [];
  /** The fact for a message, without its subject. */
  readonly fact: string;
  readonly cause: unknown;

  constructor(fact: string, cause?: unknown) {
    this.fact = fact;
    this.cause = cause;
  }
}

/** Validates a value by a schema. Never throws or rejects; a promise only where the validator gives one. */
export function validate(schema: StandardSchema, value: unknown): Outcome | Promise<Outcome> {
  try {
    const result: unknown = schema['~standard'].validate(value);
    return isThenable(result)
      ? Promise.resolve(result)
          .then(readResult)
          .catch((cause: unknown) => failed(value, cause))
      : readResult(result);
  } catch (cause) {
    return failed(value, cause);
  }
}

function readResult(result: unknown): Outcome {
  if (typeof result !== 'object' || result === null) return nonsense(result);
  const { issues } = result as { readonly issues?: unknown };
  if (issues === undefined) return 'value' in result ? result : nonsense(result);
  return Array.isArray(issues) && issues.length > 0 ? { issues } : nonsense(result);
}

/** A client can make a recursive validator run out of stack; then the value is wrong, and not the validator. */
function failed(value: unknown, cause: unknown): Outcome {
  const isOverflow = nameOf(cause) === 'RangeError' && isDeep(value);
  return isOverflow ? { issues: [{ message: 'Nested too deeply' }] } : new ValidatorFault('failed', cause);
}

function nameOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null ? (cause as { readonly name?: unknown }).name : undefined;
}

/** The levels of lists and objects that every validator has a stack for. */
const DEEP = 100;

function isDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth < DEEP && level.length > 0; depth++) {
    level = level.flatMap((each): unknown[] => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return level.length > 0;
}

function nonsense(result: unknown): Outcome {
  return new ValidatorFault(`gave ${describe(result)}; a Standard Schema gives { value } or { issues: [...] }`);
}

const MOST_KEYS = 32;
const LONGEST_MESSAGE = 500;

/** Reads up to `most` issues of a validator. Never throws: they may have anything in them. */
export function readIssues(place: InputPlace, issues: readonly unknown[], most: number): ValidationIssue[] {
  const read: ValidationIssue[] = [];
  for (let index = 0; index < issues.length && read.length < most; index++) read.push(readIssue(place, issues, index));
  return read;
}

function readIssue(place: InputPlace, issues: readonly unknown[], index: number): ValidationIssue {
  try {
    const { path, message } = issues[index] as { readonly path?: unknown; readonly message?: unknown };
    return { in: place, path: readPath(path), message: readMessage(message) };
  } catch {
    return { in: place, path: [], message: UNKNOWN }; // A getter that throws, null, a revoked Proxy.
  }
}

const UNKNOWN = 'Invalid value';

/** Some validators put the value that was received into the message, which may be long. */
function readMessage(message: unknown): string {
  if (typeof message !== 'string' || message === '') return UNKNOWN;
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

function readPath(path: unknown): (string | number)[] {
  if (!Array.isArray(path)) return [];
  // Not `slice` or `map`: arktype's paths are a class whose constructor takes keys, and would get a length.
  return Array.from({ length: Math.min(path.length, MOST_KEYS) }, (_, index) => readKey(path[index]));
}

/** The key of a segment, which is a key or an object that has one (Standard Schema). */
function readKey(segment: unknown): string | number {
  const key = typeof segment === 'object' && segment !== null ? (segment as { readonly key?: unknown }).key : segment;
  if (typeof key === 'number') return key;
  if (typeof key === 'symbol') return String(key);
  return typeof key === 'string' ? key.slice(0, LONGEST_MESSAGE) : describe(key);
}

import { describe } from '../diagnostics/describe';
import { isCoded } from '../errors/error-details';
import { brandOf } from '../responses/brand';
import type { AnyResponse } from '../responses/response';

/** The members of `this` in a matcher of Jest and of Vitest. */
interface MatcherContext {
  readonly isNot?: boolean;
  readonly equals: (a: unknown, b: unknown) => boolean;
  readonly utils: {
    readonly diff: (expected: unknown, received: unknown) => string | null | undefined;
    readonly matcherHint: (name: string, received?: string, expected?: string, options?: { isNot?: boolean }) => string;
    readonly printReceived: (value: unknown) => string;
  };
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The parts of an error besides its code; only those that are given are compared. */
export interface ExpectedError {
  readonly status?: unknown;
  readonly message?: unknown;
  readonly data?: unknown;
  /** Names in lower case. */
  readonly headers?: unknown;
}

/** The matchers, as a test calls them. */
export interface ResponseMatchers<R = unknown, _T = unknown> {
  /**
   * Whether a value is an error of this code, or an exception of this status. Of its parts those are compared that are
   * given, by the rules of `toEqual`; asymmetric matchers are allowed.
   */
  toBeError(code: number | string, parts?: ExpectedError): R;
  /**
   * Whether a value is a response with the same status, headers, cookies and body, or an error with the same code, data
   * and, where both have been resolved, status and message.
   */
  toEqualResponse(expected: unknown): R;
}

declare global {
  // Of @types/jest, and of Vitest, whose own matchers include them.
  namespace jest {
    interface Matchers<R, T> extends ResponseMatchers<R, T> {}
  }
}

type Parts = Readonly<Record<string, unknown>>;

function toBeError(this: MatcherContext, received: unknown, code: unknown, parts: ExpectedError = {}): MatcherResult {
  const found = isError(received) ? partsOf(received) : undefined;
  if (found === undefined) return notA(this, 'toBeError', received, 'an error of express-returns');
  const expected: Parts = { ...('code' in found ? { code } : { status: code }), ...parts };
  return compare(this, 'toBeError', expected, pick(found, Object.keys(expected)));
}

function toEqualResponse(this: MatcherContext, received: unknown, expected: unknown): MatcherResult {
  if (!isAnyResponse(expected)) throw new TypeError(`toEqualResponse() takes a response; got ${describe(expected)}.`);
  if (!isAnyResponse(received)) return notA(this, 'toEqualResponse', received, 'a response');
  const [wanted, found] = [expected, received].map(partsOf) as [Parts, Parts];
  const isUnresolved = [wanted, found].some((parts) => 'code' in parts && parts['status'] === undefined);
  const names = Object.keys({ ...wanted, ...found }).filter(
    (name) => !isUnresolved || (name !== 'status' && name !== 'message'),
  );
  return compare(this, 'toEqualResponse', pick(wanted, names), pick(found, names));
}

/** Matchers for `expect.extend(matchers)` of Jest and Vitest. */
export const matchers = { toBeError, toEqualResponse };

function compare(context: MatcherContext, name: string, expected: Parts, received: Parts): MatcherResult {
  const { equals, utils, isNot = false } = context;
  return {
    pass: equals(received, expected),
    message: () => {
      const hint = utils.matcherHint(name, undefined, undefined, { isNot });
      const fact = isNot ? `Received: ${utils.printReceived(received)}` : (utils.diff(expected, received) ?? '');
      return `${hint}\n\n${fact}`;
    },
  };
}

function notA(
  { utils, isNot = false }: MatcherContext,
  name: string,
  received: unknown,
  wanted: string,
): MatcherResult {
  const hint = utils.matcherHint(name, undefined, undefined, { isNot });
  return { pass: false, message: () => `${hint}\n\nExpected ${wanted}\nReceived: ${utils.printReceived(received)}` };
}

function isAnyResponse(value: unknown): value is AnyResponse {
  return brandOf(value) !== undefined;
}

function isError(value: unknown): boolean {
  return brandOf(value)?.kind === 'error';
}

/** The comparable parts of a response or an error. */
function partsOf(response: unknown): Parts {
  const { status, headers, cookies, body } = response as AnyResponse;
  if (!isCoded(response)) return { kind: brandOf(response)?.kind, status, headers, cookies, body };
  const { code, message, messageData, data } = response;
  return { code, status, message, messageData, data, headers, cookies };
}

function pick(parts: Parts, names: readonly string[]): Parts {
  return Object.fromEntries(names.map((name) => [name, parts[name]]));
}

/** A part of a request that is validated, by the name of its option. */
export type InputPlace = 'params' | 'query' | 'headers' | 'cookies' | 'body' | 'files';

/**
 * One fault of a request, fit for a client: the value that was received is not in it, unless the validator put it into
 * the message.
 */
export interface ValidationIssue {
  readonly in: InputPlace;
  /** Keys from the outside in; empty for the whole part. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * Messages of issues by place and field. The name of a field in another one is `tags.0`; that of a whole part is `''`.
 */
export type IssueData = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** One entry of `errors` in problem details (RFC 9457 section 3); `pointer` is a JSON pointer (RFC 6901 section 6). */
export type ProblemIssue = Readonly<Record<'in' | 'detail', string> & ({ pointer: string } | { name: string })>;

// A registry symbol: the error of another copy of the package is formatted by this one, and a property `issues` that an
// app has put on an error is its own.
const ISSUES: unique symbol = Symbol.for('express-returns.issues') as never;

/** Puts issues on an error. Not enumerable: a log shows them as its data already. */
export function withIssues<E extends object>(error: E, issues: readonly ValidationIssue[]): E {
  return Object.defineProperty(error, ISSUES, { value: Object.freeze([...issues]) });
}

/** The issues of an error. */
export function issuesOf(error: object): readonly ValidationIssue[] | undefined {
  return (error as { readonly [ISSUES]?: readonly ValidationIssue[] })[ISSUES];
}

/** Groups the messages of issues. */
export function dataOfIssues(issues: readonly ValidationIssue[]): IssueData {
  // Maps, since a field may be named `__proto__`.
  const places = new Map<string, Map<string, string[]>>();
  for (const issue of issues) {
    const fields = places.get(issue.in) ?? new Map<string, string[]>();
    const name = issue.path.join('.');
    const messages = fields.get(name) ?? [];
    messages.push(issue.message);
    places.set(issue.in, fields.set(name, messages));
  }
  return Object.fromEntries(Array.from(places, ([place, fields]) => [place, Object.fromEntries(fields)]));
}

/** An issue as an entry of `errors` in problem details. */
export function toProblemIssue({ in: place, path, message }: ValidationIssue): ProblemIssue {
  const field = place === 'body' ? { pointer: pointerOf(path) } : { name: path.join('.') };
  return { in: place, ...field, detail: message };
}

/** A JSON pointer as a URI fragment (RFC 6901 section 6). */
function pointerOf(path: readonly (string | number)[]): string {
  return ['#', ...path.map(toToken)].join('/');
}

function toToken(key: string | number): string {
  const escaped = String(key).replaceAll('~', '~0').replaceAll('/', '~1');
  // A lone surrogate has no UTF-8.
  return encodeURIComponent(escaped.replace(/\p{Cs}/gu, '\uFFFD'));
}

import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { BodyKind } from './brand';

/** What an option must be, for the message, and whether a value is it. */
type Check = readonly [wanted: string, isRight: (value: unknown) => boolean];

// Options that a response keeps as they are given, for its writer. One that is not given is no property of it at all.
const CHECKS: Readonly<Record<string, Check>> = {
  flush: ['true or false', (value) => typeof value === 'boolean'],
  compress: ['true or false', (value) => typeof value === 'boolean'],
  after: ['a function', (value) => typeof value === 'function'],
};

// The same for one kind of body.
const CHECKS_BY_KIND: Partial<Readonly<Record<BodyKind, Readonly<Record<string, Check>>>>> = {
  events: { heartbeatSeconds: ['a number of seconds, 0 for none', isTimeout] },
};

/** The names of those that every response takes. */
export const KEPT_OPTIONS: readonly string[] = Object.keys(CHECKS);

/** The names of those that only this kind takes. */
export function optionsOfKind(kind: BodyKind): readonly string[] {
  return Object.keys(CHECKS_BY_KIND[kind] ?? {});
}

/**
 * The kept options of an init, as far as they are given.
 *
 * @throws UsageError `ERR_RETURNS_INIT` for a wrong one.
 */
export function keptOptions(className: string, kind: BodyKind, init: object): Readonly<Record<string, unknown>> {
  const kept: Record<string, unknown> = {};
  for (const [name, [wanted, isRight]] of Object.entries({ ...CHECKS, ...CHECKS_BY_KIND[kind] })) {
    const value = (init as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    if (!isRight(value)) {
      throw new UsageError(
        'ERR_RETURNS_INIT',
        `The option ${name} of ${className} must be ${wanted}; got ${describe(value)}.`,
      );
    }
    kept[name] = value;
  }
  return kept;
}

/** Those of a response that every response takes, to hand them on to another. */
export function commonOptions(response: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(response).filter(([name]) => KEPT_OPTIONS.includes(name)));
}

/** setTimeout holds milliseconds in 31 bits; a longer time would be over at once. */
function isTimeout(seconds: unknown): boolean {
  return typeof seconds === 'number' && seconds >= 0 && seconds * 1000 < 2 ** 31;
}

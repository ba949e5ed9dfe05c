import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { BodyKind } from './brand';

/** An option: what it must be, for the message, and whether a value is it. */
interface Option {
  readonly name: string;
  readonly wanted: string;
  readonly isRight: (value: unknown) => boolean;
}

// Options that a response keeps as they are given, for its writer. One that is not given is no property of it at all.
const OPTIONS: readonly Option[] = [
  { name: 'flush', wanted: 'true or false', isRight: (value) => typeof value === 'boolean' },
  { name: 'compress', wanted: 'true or false', isRight: (value) => typeof value === 'boolean' },
  { name: 'after', wanted: 'a function', isRight: (value) => typeof value === 'function' },
];

// The same for one kind of body.
const OPTIONS_BY_KIND: Partial<Readonly<Record<BodyKind, readonly Option[]>>> = {
  events: [{ name: 'heartbeatSeconds', wanted: 'a number of seconds, 0 for none', isRight: isTimeout }],
};

const NONE: readonly never[] = [];

/** The names of those that every response takes. */
export const KEPT_OPTIONS: readonly string[] = OPTIONS.map(({ name }) => name);

/** The names of those that only this kind takes. */
export function optionsOfKind(kind: BodyKind): readonly string[] {
  return (OPTIONS_BY_KIND[kind] ?? NONE).map(({ name }) => name);
}

/**
 * The kept options of an init, `undefined` where it has none of them.
 *
 * @throws UsageError `ERR_RETURNS_INIT` for a wrong one.
 */
export function keptOptions(
  className: string,
  kind: BodyKind,
  init: object,
): Readonly<Record<string, unknown>> | undefined {
  let kept: Record<string, unknown> | undefined;
  for (const options of [OPTIONS, OPTIONS_BY_KIND[kind] ?? NONE]) {
    for (const { name, wanted, isRight } of options) {
      const value = (init as Readonly<Record<string, unknown>>)[name];
      if (value === undefined) continue;
      if (!isRight(value)) {
        throw new UsageError(
          'ERR_RETURNS_INIT',
          `The option ${name} of ${className} must be ${wanted}; got ${describe(value)}.`,
        );
      }
      kept ??= {};
      kept[name] = value;
    }
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

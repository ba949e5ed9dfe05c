import { FLAG, FUNCTION, type OptionChecks } from '../diagnostics/options';
import type { BodyKind } from './brand';

/** Options of every response that are kept for its writer. One that is not given is no property of the response. */
export const KEPT_CHECKS: OptionChecks = { flush: FLAG, compress: FLAG, after: FUNCTION };

/** Kept options of one kind of body. */
const CHECKS_BY_KIND: Partial<Readonly<Record<BodyKind, OptionChecks>>> = {
  events: { heartbeatSeconds: { wanted: 'a number of seconds, 0 for none', isRight: isTimeout } },
};

const NONE: OptionChecks = {};
const NAMES = Object.keys(KEPT_CHECKS);
const NAMES_BY_KIND = new Map(
  Object.entries(CHECKS_BY_KIND).map(([kind, checks]) => [kind, [...NAMES, ...Object.keys(checks)]]),
);

/** The options that only this kind of body has. */
export function checksOfKind(kind: BodyKind): OptionChecks {
  return CHECKS_BY_KIND[kind] ?? NONE;
}

/** The kept options of a checked init, `undefined` if it has none of them. */
export function keptOptions(kind: BodyKind, init: object): Readonly<Record<string, unknown>> | undefined {
  let kept: Record<string, unknown> | undefined;
  for (const name of NAMES_BY_KIND.get(kind) ?? NAMES) {
    const value = (init as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    kept ??= {};
    kept[name] = value;
  }
  return kept;
}

/** The kept options of a response that every response can have, to pass them to another. */
export function commonOptions(response: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(response).filter(([name]) => NAMES.includes(name)));
}

/** setTimeout holds milliseconds in 31 bits; a longer time would end immediately. */
function isTimeout(seconds: unknown): boolean {
  return typeof seconds === 'number' && seconds >= 0 && seconds * 1000 < 2 ** 31;
}

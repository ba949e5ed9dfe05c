import { createTable, type CodeTable } from '../errors/code-table';
import type { WriteSettings } from '../writers/exchange';

/**
 * Merges the settings of two levels, such as a mount and a group in it: a response passes the inner `transform` first,
 * the codes of both are known, and of every other setting the inner value counts, if there is one.
 *
 * A code that both levels define is refused at mount; over the defaults of an app the inner one counts.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a code that both define, unless the inner one wins.
 */
export function mergeSettings(
  outer: WriteSettings,
  inner: WriteSettings,
  onSameCode: 'refuse' | 'inner wins' = 'refuse',
): WriteSettings {
  if (Object.keys(inner).length === 0) return outer;
  const merged = { ...outer, ...inner };
  return {
    ...merged,
    ...(merged.errors && { errors: onSameCode === 'refuse' ? union(outer, inner) : over(outer, inner) }),
    ...(merged.transform && { transform: [inner, outer].flatMap(({ transform }) => transform ?? []) }),
  };
}

function union(outer: WriteSettings, inner: WriteSettings): CodeTable {
  return createTable([outer, inner].flatMap(({ errors }) => [...(errors?.values() ?? [])]));
}

function over(outer: WriteSettings, inner: WriteSettings): CodeTable {
  return new Map([outer, inner].flatMap(({ errors }) => [...(errors ?? [])]));
}

import { createTable } from '../errors/code-table';
import type { WriteSettings } from '../writers/exchange';

/**
 * The settings of a mount with those of a group in it: a response passes the inner `transform` first, the codes of both
 * are known, and for everything else the inner one holds.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a code that both define.
 */
export function mergeSettings(outer: WriteSettings, inner: WriteSettings): WriteSettings {
  if (Object.keys(inner).length === 0) return outer;
  const merged = { ...outer, ...inner };
  return {
    ...merged,
    ...(merged.errors && {
      errors: createTable([outer, inner].flatMap(({ errors }) => [...(errors?.values() ?? [])])),
    }),
    ...(merged.transform && { transform: [inner, outer].flatMap(({ transform }) => transform ?? []) }),
  };
}

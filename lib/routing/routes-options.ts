import { ANY, checkOptions } from '../diagnostics/options';
import { describeOther, isOfSharedClass } from '../diagnostics/shared-class';
import { UsageError } from '../diagnostics/usage-error';
import type { Converters } from '../paths/converters';
import { isOptions } from '../route/route';

/** Options of a `Routes`. */
export interface RoutesOptions<Types = object> {
  /** Types of its typed variables, the narrower first: `{ hex: new Converter(/[0-9a-f]+/) }` for `<id:hex>`. */
  readonly converters?: Converters<Types>;
}

/** @throws UsageError `ERR_RETURNS_SETTINGS` for an unknown option, `ERR_RETURNS_HANDLER` for any other value. */
export function checkRoutesOptions(options: unknown): RoutesOptions {
  if (!isOptions(options) || isOfSharedClass(options)) {
    throw new UsageError(
      'ERR_RETURNS_HANDLER',
      `new Routes() takes Route or Routes objects, and options before them; got ${describeOther(options)}.`,
    );
  }
  checkOptions('new Routes()', options, { converters: ANY }, 'ERR_RETURNS_SETTINGS');
  return options as RoutesOptions;
}

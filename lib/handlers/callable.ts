import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isClass, isErrorHandler } from './parameters';

/** @throws UsageError `ERR_RETURNS_HANDLER` for a function that cannot be called with `(req, res, next)`. */
export function checkCallable(place: string, fn: object, name = describe(fn)): void {
  if (isErrorHandler(fn)) {
    throw new UsageError(
      'ERR_RETURNS_HANDLER',
      `${place}: ${name} takes four parameters, so Express would call it for errors only. Error handlers belong to app.use, after the routes.`,
    );
  }
  if (isClass(fn)) {
    throw new UsageError(
      'ERR_RETURNS_HANDLER',
      `${place}: ${name} is a class, which cannot be called. Decorate a method of it, or give one.`,
    );
  }
}

import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { brandOf } from '../responses/brand';
import { createDeclaration, isDeclaration, type Declaration } from '../responses/declaration';
import { declareReply, defaultStatus, type DeclaredClass } from '../responses/declare';
import { isErrorCode, type ErrorCode } from './error-code';

/**
 * Returns the declaration that an entry of `returns` stands for: its own, that of an error code, or that of a class
 * with its defaults. `undefined` for a class such as `Negotiated`, whose replies are the other entries.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` for any other value.
 */
export function declarationOf(entry: unknown): Declaration | undefined {
  if (isDeclaration(entry)) return entry;
  if (isErrorCode(entry)) return declareCode(entry);
  if (isResponseClass(entry)) {
    const kind = brandOf(entry.prototype)?.kind;
    if (kind === 'render') return undefined;
    // The class Error has no status: that of its code.
    if (kind !== 'error' || defaultStatus(entry) >= 400) return declareReply(entry, undefined);
  }
  throw new UsageError(
    'ERR_RETURNS_DESCRIPTION',
    `returns takes declarations such as JSON.of(schema), error codes such as errors.get(1101), and classes of responses; got ${describe(entry)}.`,
  );
}

function declareCode({ code, status, message, data }: ErrorCode): Declaration {
  return createDeclaration({
    ...{ kind: 'error', name: 'Error', status, contentType: null, code, description: message },
    ...(data && { schema: data }),
  });
}

function isResponseClass(value: unknown): value is DeclaredClass {
  return typeof value === 'function' && brandOf((value as { readonly prototype?: unknown }).prototype) !== undefined;
}

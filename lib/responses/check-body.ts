import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isBytes, isStreamable } from './body';

/**
 * Refuses what cannot be sent as it is.
 *
 * @throws UsageError `ERR_RETURNS_BODY`
 */
export function checkBody(className: string, body: unknown): void {
  if (
    body === null ||
    ['string', 'number', 'boolean', 'bigint'].includes(typeof body) ||
    isBytes(body) ||
    isStreamable(body)
  )
    return;
  throw new UsageError(
    'ERR_RETURNS_BODY',
    `${className} cannot have ${describe(body)} as its body: give a string, bytes, a Blob, a stream, an iterable of these, or null. For data use new JSON(...).`,
  );
}

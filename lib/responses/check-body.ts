import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isBytes, isOldStream, isStreamable, OLD_STREAM_REMEDY } from '../streams/body';

/**
 * Rejects a body that cannot be sent.
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
  const remedy = isOldStream(body)
    ? `. ${OLD_STREAM_REMEDY}`
    : ': give a string, bytes, a Blob, a stream, an iterable of these, or null. For data use new JSON(...).';
  throw new UsageError('ERR_RETURNS_BODY', `${className} cannot have ${describe(body)} as its body${remedy}`);
}

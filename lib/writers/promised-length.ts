import { UsageError } from '../diagnostics/usage-error';
import type { AnyResponse } from '../responses/response';

/** The Content-Length in the headers of a response, checked by its constructor. */
export function promisedLength({ headers }: AnyResponse): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

/** Adds the length of a chunk to the bytes sent before, and compares them with the promised length. */
export function addLength(chunk: Buffer | undefined, before: number, promised: number | undefined): number {
  const sent = before + (chunk?.length ?? 0);
  if (promised !== undefined && (sent > promised || (chunk === undefined && sent < promised))) {
    throw new UsageError(
      'ERR_RETURNS_LENGTH',
      `A body with Content-Length ${promised} has ${chunk === undefined ? 'only' : 'at least'} ${sent} bytes.`,
    );
  }
  return sent;
}

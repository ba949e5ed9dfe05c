import { type AnyNodeStream, isNodeStream, isOldStream, isStreamable } from './body';
import { feedOf } from './feed';
import { holdStream } from './hold';
import { isUsed, openReader, releaseStream } from './reader';
import { SourceReader } from './source-reader';
import type { Framing, Source, SourceOptions } from './source-types';

export type { Framing, Receiver, Source } from './source-types';

const CHUNKS: Framing = { item: (value) => value, end: () => '' };

/**
 * Opens a streamed body.
 *
 * @throws UsageError `ERR_RETURNS_BODY_USED` if it can be read only once and was read before.
 */
export function openSource(body: object, framing: Framing = CHUNKS, options: SourceOptions = {}): Source {
  const shared = feedOf(body)?.open(framing, options.heartbeat);
  return shared ?? new SourceReader(openReader(body), framing, options);
}

/** Closes a body that will not be sent. Ignores values that are not streams. */
export function discardBody(body: unknown): void {
  if (isOldStream(body)) closeStream(body);
  if (!isStreamable(body) || isUsed(body)) return; // Or another reply is reading it.
  if (isNodeStream(body)) closeStream(body);
  else {
    try {
      openSource(body).close();
    } catch {
      // Locked by other code, which then has to close it.
    }
  }
}

function closeStream(stream: AnyNodeStream): void {
  holdStream(stream);
  releaseStream(stream);
}

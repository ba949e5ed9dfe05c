import { HTTPError } from '../../http/http-error';
import type { Source } from '../../streams/source';
import { pullSource } from '../../streams/source-base';
import { SMALL, type ChunkBuffers } from '../read-buffers';
import { sizeOf, type Segment } from '../parts';
import type { OpenFile } from './open-file';

/**
 * Reads the body of a small file with one call; `undefined` if that does not give all of it. It is sent together with
 * the head, without watching for a client that leaves, which is faster: docs/performance.md.
 */
export async function readAtOnce(file: OpenFile, segments: readonly Segment[]): Promise<Buffer | undefined> {
  const [segment, ...others] = segments;
  if (segment === undefined || Buffer.isBuffer(segment) || others.length > 0) return undefined;
  const length = sizeOf(segment);
  if (length > SMALL) return undefined;
  const chunk = await file.read(Buffer.allocUnsafe(length), segment.first, length);
  // Fewer bytes if the file has shrunk or a network file system returns parts: left to fileSource().
  return chunk.length === length ? chunk : undefined;
}

/** Reads segments from an open file. A file that shrinks or is written over meanwhile is an error. */
export function fileSource(file: OpenFile, segments: readonly Segment[], buffers: ChunkBuffers): Source {
  const left = [...segments];
  let count = 0;
  let isClosed = false;

  async function next(): Promise<Buffer | undefined> {
    const segment = isClosed ? undefined : left.shift();
    if (segment === undefined || Buffer.isBuffer(segment)) return segment;
    const length = Math.min(buffers.size, sizeOf(segment));
    const chunk = await file.read(buffers.take(length), segment.first, length);
    count++;
    const first = segment.first + chunk.length;
    if (first <= segment.last) left.unshift({ first, last: segment.last });
    if (chunk.length === 0) throw changed();
    // Before the last bytes: without them no client takes the body for complete. A single read is consistent by itself.
    if (count > 1 && left.every((each) => Buffer.isBuffer(each)) && (await file.isOverwritten())) throw changed();
    return chunk;
  }

  return pullSource({
    next,
    giveBack: buffers.giveBack,
    close: () => {
      isClosed = true;
      file.close();
    },
  });
}

/** A 503 where nothing has been sent yet: the next request finds the file as it is then. */
function changed(): HTTPError {
  return new HTTPError(503, { cause: new globalThis.Error('The file was changed while it was being sent.') });
}

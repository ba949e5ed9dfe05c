import { isReadable, Readable } from 'node:stream';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import {
  isAsyncIterable,
  isBlob,
  isIterable,
  isNodeStream,
  isWebStream,
  type AnyNodeStream,
  type WebStream,
} from './body';
import { holdStream } from './hold';
import { nodeReader } from './node-reader';
import { shared } from './shared-state';

/** The common interface of all kinds of streams: read the next raw chunk, and stop. */
export interface Reader {
  read(): unknown;
  stop(): unknown;
  /** Whether `read` returns its result, not a promise. */
  readonly isSynchronous?: boolean;
}

// Bodies that can be read only once and were: a second reply with the same body would be an empty 200.
const usedBodies = (): WeakSet<object> => shared('used-bodies', () => new WeakSet());

/** Whether a body that can be read only once is being read, or was. */
export function isUsed(body: object): boolean {
  return usedBodies().has(body);
}

/**
 * Opens a body by its kind.
 *
 * @throws UsageError `ERR_RETURNS_BODY_USED` if it can be read only once and was read before.
 */
export function openReader(body: object): Reader {
  if (isNodeStream(body)) {
    if (isReadBefore(body)) throw usedBefore(body);
    markUsed(body);
    holdStream(body);
    const { read, release } = nodeReader(body);
    return {
      read,
      stop: () => {
        release();
        releaseStream(body);
      },
    };
  }
  if (isBlob(body)) return webReader(body.stream());
  if (isWebStream(body)) {
    if (body.locked || isReadToEnd(body)) throw usedBefore(body);
    markUsed(body);
    return webReader(body);
  }
  const iterator = openIterator(body);
  if ((iterator as unknown) === body) markUsed(body);
  return { read: () => iterator.next(), stop: () => iterator.return?.(), isSynchronous: !isAsyncIterable(body) };
}

/** Destroys a stream. A request is read to its end instead: destroying it would break the connection of its reply. */
export function releaseStream(stream: AnyNodeStream & { readonly res?: { readonly req?: unknown } }): void {
  if (stream.res?.req === stream) stream.resume();
  else stream.destroy?.();
}

/** Whether a stream was read to its end. readable-stream 2 has that only in its internal state. */
function isReadBefore(stream: NodeJS.ReadableStream): boolean {
  const { readableEnded, _readableState: state } = stream as NodeJS.ReadableStream & ReadableParts;
  return readableEnded ?? state?.endEmitted === true;
}

interface ReadableParts {
  readonly readableEnded?: boolean;
  readonly _readableState?: { readonly endEmitted?: boolean };
}

function webReader(stream: object): Reader {
  const reader = (stream as ReadableStream).getReader();
  return { read: () => reader.read(), stop: () => reader.cancel() };
}

function openIterator(body: object): AsyncIterator<unknown> | Iterator<unknown> {
  if (isAsyncIterable(body)) return body[Symbol.asyncIterator]();
  if (isIterable(body)) return body[Symbol.iterator]();
  throw new UsageError('ERR_RETURNS_BODY', `${describe(body)} cannot be streamed.`);
}

/** Whether other code has read a web stream to its end; reading it would give an empty body. */
function isReadToEnd(stream: WebStream): boolean {
  const given: unknown = stream; // Node's functions accept web streams, but their types do not.
  return Readable.isDisturbed(given as Readable) && !isReadable(given as Readable);
}

function markUsed(body: object): void {
  if (isUsed(body)) throw usedBefore(body);
  usedBodies().add(body);
}

function usedBefore(body: object): UsageError {
  return new UsageError(
    'ERR_RETURNS_BODY_USED',
    `${describe(body)} can be read only once, and was read before. Create a new one for each response.`,
  );
}

import { isReadable, Readable } from 'node:stream';
import { types } from 'node:util';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import {
  isAsyncIterable,
  isBlob,
  isIterable,
  isNodeStream,
  isOldStream,
  isWebStream,
  type AnyNodeStream,
  type WebStream,
} from './body';
import { nodeReader } from './node-reader';
import { shared } from './shared-state';

/** What the kinds of streams have to give: their next raw chunk, and a way to stop them. */
export interface Reader {
  read(): unknown;
  stop(): unknown;
  /** Whether `read` gives its result at once, not a promise of it. */
  readonly isSynchronous?: boolean;
}

// Bodies that can be read once: a second reply from the same one would be an empty 200.
const usedBodies = (): WeakSet<object> => shared('used-bodies', () => new WeakSet());

/** Whether a body that can be read once is being read, or was. */
export function isUsed(body: object): boolean {
  return usedBodies().has(body);
}

/**
 * A Node stream that fails while nobody listens takes the process down. From the moment a response holds it, a
 * failure waits in the stream until the writer reads it.
 */
export function holdStream(body: unknown): void {
  if (isNodeStream(body) || isOldStream(body)) body.on('error', ignore);
}

/** The same for promises among chunks or items that are all there from the start. */
export function holdItems(body: unknown): void {
  if (!Array.isArray(body) && !(body instanceof Set)) return;
  for (const item of body as Iterable<unknown>) {
    if (types.isPromise(item)) void hold(item);
  }
}

/**
 * A promise whose rejection is handled from now on: it may be awaited late, or never. Other thenables are asked once,
 * here: some run a query each time.
 */
export function hold(later: PromiseLike<unknown>): Promise<unknown> {
  const promise = Promise.resolve(later);
  promise.catch(ignore);
  return promise;
}

/**
 * Opens a body by its kind.
 *
 * @throws UsageError `ERR_RETURNS_BODY_USED` when it can be read once only and was read before.
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

/** A request that is sent back is read to its end: to destroy it would destroy the connection of its own reply. */
export function releaseStream(stream: AnyNodeStream & { readonly res?: { readonly req?: unknown } }): void {
  if (stream.res?.req === stream) stream.resume();
  else stream.destroy?.();
}

/** Whether a stream was read to its end. That of readable-stream 2 says so in its state only. */
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

/** Whether somebody else has read a web stream to its end; it would give nothing more, as an empty one does. */
function isReadToEnd(stream: WebStream): boolean {
  const given: unknown = stream; // Node's functions take web streams, too; their types do not say so yet.
  return Readable.isDisturbed(given as Readable) && !isReadable(given as Readable);
}

function markUsed(body: object): void {
  if (isUsed(body)) throw usedBefore(body);
  usedBodies().add(body);
}

function usedBefore(body: object): UsageError {
  return new UsageError(
    'ERR_RETURNS_BODY_USED',
    `${describe(body)} can be read only once, and was read before. Make a new one for each response.`,
  );
}

function ignore(): void {
  // On purpose.
}

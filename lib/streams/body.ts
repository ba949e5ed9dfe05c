import { types } from 'node:util';

/** A chunk of a stream. Strings are sent as UTF-8. */
export type Chunk = string | ArrayBufferView | ArrayBuffer;

/** A web-standard `ReadableStream`, by its shape: its type differs between the DOM's and Node's declarations. */
export interface WebStream {
  readonly locked: boolean;
  cancel(reason?: unknown): Promise<void>;
  getReader(...options: never[]): unknown;
}

/** A web-standard `Blob`, by its shape. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(start?: number, end?: number): BlobLike;
  stream(): WebStream;
}

/**
 * A body that is read while it is sent: a Node `Readable`, a web `ReadableStream`, a generator, any iterable of chunks.
 */
export type StreamBody = NodeJS.ReadableStream | WebStream | AsyncIterable<Chunk> | Iterable<Chunk>;

/** The body of a response. Numbers and booleans are sent as text; `null` means no body. */
export type Body = string | number | boolean | bigint | ArrayBufferView | ArrayBuffer | BlobLike | StreamBody | null;

export function isBytes(value: unknown): value is ArrayBufferView | ArrayBuffer | SharedArrayBuffer {
  return ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value);
}

/** Views the same bytes as a Buffer, without a copy. */
export function toBuffer(bytes: ArrayBufferView | ArrayBuffer | SharedArrayBuffer): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return ArrayBuffer.isView(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Buffer.from(bytes);
}

// Each check reads a method by its own name, so that V8 can use an inline cache: docs/performance.md. A shared function
// that reads any method of any value would be megamorphic.

export function isBlob(value: unknown): value is BlobLike {
  return isObject<Blob>(value) && isMethod(value.stream) && isMethod(value.arrayBuffer) && isMethod(value.slice);
}

export function isWebStream(value: unknown): value is WebStream {
  return isObject<WebStream>(value) && isMethod(value.getReader) && isMethod(value.cancel);
}

/** A readable Node stream. Old ones have no `destroy`. */
export type AnyNodeStream = NodeJS.ReadableStream & { destroy?(): void };

/** Whether a value is a `Readable` of Node or of the package readable-stream; its version 2 has no async iterator. */
export function isNodeStream(value: unknown): value is NodeJS.ReadableStream & { destroy(): void } {
  return isPipeable(value) && isMethod(value.read) && isMethod(value.destroy);
}

/**
 * Whether a value is a stream in the style of Node 0.8 (`through`, `request`). It has no `read` and emits its chunks
 * before a reply can send them, so it is refused: the client would get an incomplete body.
 */
export function isOldStream(value: unknown): value is AnyNodeStream {
  return isPipeable(value) && value.readable === true && !isNodeStream(value);
}

/** Whether a value is a readable Node stream of any age. */
export function isAnyNodeStream(value: unknown): value is AnyNodeStream {
  return isNodeStream(value) || isOldStream(value);
}

/** The remedy for a stream that is refused. */
export const OLD_STREAM_REMEDY =
  'It emits its chunks even if they are not read: pass new Readable().wrap(stream), created in the same tick as the stream.';

function isPipeable(value: unknown): value is Partial<AnyNodeStream> & object {
  return isObject<AnyNodeStream>(value) && isMethod(value.pipe) && isMethod(value.on);
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return isObject<AsyncIterable<unknown>>(value) && isMethod(value[Symbol.asyncIterator]);
}

export function isIterable(value: unknown): value is Iterable<unknown> {
  return isObject<Iterable<unknown>>(value) && isMethod(value[Symbol.iterator]);
}

/** Whether a value is a generator or another iterable iterator, whose values can be read only once. */
export function isIterator(value: unknown): value is IterableIterator<unknown> {
  return isObject<Iterator<unknown>>(value) && isMethod(value.next) && isIterable(value);
}

/** Whether a value that a handler returns is a stream. Arrays, Maps and Sets are data. */
export function isStream(value: unknown): value is StreamBody {
  return isWebStream(value) || isAsyncIterable(value) || isIterator(value) || isNodeStream(value);
}

/** Whether the body of a response is read while it is sent. Arrays of chunks are, too. */
export function isStreamable(value: unknown): value is BlobLike | StreamBody {
  if (isBlob(value) || isWebStream(value) || isAsyncIterable(value) || isNodeStream(value)) return true;
  return isIterable(value) && !isBytes(value);
}

/** Whether `await` would wait for a value. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isObject<PromiseLike<unknown>>(value) && isMethod(value.then);
}

function isObject<Shape>(value: unknown): value is Partial<Shape> & object {
  return typeof value === 'object' && value !== null;
}

function isMethod(value: unknown): boolean {
  return typeof value === 'function';
}

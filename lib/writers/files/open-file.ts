import { closeSync, fstat, read, type Stats } from 'node:fs';

/**
 * A file as it was when it was opened. Everything is read through this one descriptor. Uses Node's callback functions,
 * which create fewer objects than a `FileHandle`.
 */
export class OpenFile {
  /** In bytes. */
  readonly size: number;
  /** The time of the last write, in milliseconds with a fraction. */
  readonly modified: number;
  readonly #descriptor: number;
  #isBusy = false;
  #isClosed = false;

  constructor(descriptor: number, { size, mtimeMs }: Stats) {
    this.#descriptor = descriptor;
    this.size = size;
    this.modified = mtimeMs;
  }

  /**
   * Reads into the buffer and returns the part that was read: 1 to `length` bytes, empty at the end of the file. Must
   * not be called again before it has settled.
   */
  read(buffer: Buffer, position: number, length: number): Promise<Buffer> {
    return this.#ask((settle) => {
      read(this.#descriptor, buffer, 0, length, position, (error, count) => {
        settle(error, count === buffer.length ? buffer : buffer.subarray(0, count));
      });
    });
  }

  /** Whether the content may have changed since the file was opened. A file that has only grown counts as unchanged. */
  async isOverwritten(): Promise<boolean> {
    const { size, mtimeMs } = await this.#ask<Stats>((settle) => {
      fstat(this.#descriptor, settle);
    });
    return size < this.size || (size === this.size && mtimeMs !== this.modified);
  }

  /** Can be called repeatedly. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // The next opened file gets the number of a closed descriptor; a read that waits in the thread pool would then read
    // from that file.
    if (!this.#isBusy) closeDescriptor(this.#descriptor);
  }

  #ask<T>(start: (settle: (error: globalThis.Error | null, value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new globalThis.Error('The file is closed.'));
        return;
      }
      this.#isBusy = true;
      start((error, value) => {
        this.#isBusy = false;
        if (this.#isClosed) closeDescriptor(this.#descriptor);
        if (error === null) resolve(value);
        else reject(error);
      });
    });
  }
}

/**
 * Closes a descriptor. Synchronous: closing a file that was only read does not wait for a disk, and the thread pool
 * costs more: docs/performance.md. Errors are ignored.
 */
export function closeDescriptor(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // The system has released the descriptor anyway.
  }
}

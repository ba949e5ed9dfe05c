import { closeSync, fstat, read, type Stats } from 'node:fs';

/**
 * A file as it was when it was opened. Everything is read through this one descriptor, whatever its name becomes. By
 * Node's callbacks, without the objects that a `FileHandle` makes for each step.
 */
export class OpenFile {
  /** In bytes. */
  readonly size: number;
  /** When it was last written, in milliseconds with a fraction. */
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
   * The part of the buffer that was read into: at least one byte, at most `length`; none where the file has no more.
   * Not called again before it has settled.
   */
  read(buffer: Buffer, position: number, length: number): Promise<Buffer> {
    return this.#ask((settle) => {
      read(this.#descriptor, buffer, 0, length, position, (error, count) => {
        settle(error, count === buffer.length ? buffer : buffer.subarray(0, count));
      });
    });
  }

  /** Whether the bytes may be others than those that its size and time were told of. One that has only grown is not. */
  async isOverwritten(): Promise<boolean> {
    const { size, mtimeMs } = await this.#ask<Stats>((settle) => {
      fstat(this.#descriptor, settle);
    });
    return size < this.size || (size === this.size && mtimeMs !== this.modified);
  }

  /** Any number of times. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // The number of a closed descriptor is given to the next file that is opened, and a read that waits in the thread
    // pool would read there.
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
 * At once: nothing of a file that was only read is left to be written. Measured, a way through the thread pool costs a file
 * of 16 kB an eighth of its speed. Whether it worked nobody needs to know.
 */
export function closeDescriptor(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // The system has let go of it all the same.
  }
}

import type { FileHandle } from 'node:fs/promises';

/** A file as it was when it was opened. Everything is read through this one handle, whatever its name becomes. */
export class OpenFile {
  /** In bytes. */
  readonly size: number;
  /** In nanoseconds. */
  readonly modified: bigint;
  readonly #handle: FileHandle;
  #reading: Promise<unknown> | undefined;

  constructor(handle: FileHandle, size: number, modified: bigint) {
    this.#handle = handle;
    this.size = size;
    this.modified = modified;
  }

  /** At least one byte, at most `length`; none where the file has no more. Not called again before it has settled. */
  async read(position: number, length: number): Promise<Buffer> {
    // A buffer of its own for each chunk: whoever wraps res.write may keep it.
    const reading = this.#handle.read(Buffer.allocUnsafeSlow(length), 0, length, position);
    this.#reading = reading;
    const { buffer, bytesRead } = await reading;
    return bytesRead === length ? buffer : buffer.subarray(0, bytesRead);
  }

  /** Whether the bytes may be others than those that its size and time were told of. One that has only grown is not. */
  async isOverwritten(): Promise<boolean> {
    const stats = this.#handle.stat({ bigint: true });
    this.#reading = stats;
    const { size, mtimeNs } = await stats;
    return Number(size) < this.size || (Number(size) === this.size && mtimeNs !== this.modified);
  }

  /** Any number of times; never rejects. */
  async close(): Promise<void> {
    try {
      // The number of a closed descriptor is given to the next file that is opened, and a read that waits in the
      // thread pool would read there.
      await this.#reading;
    } catch {
      // Whoever reads knows.
    }
    await this.#handle.close().catch(() => undefined);
  }
}

import { nodeReader } from '../../streams/node-reader';
import type { Source } from '../../streams/source';
import { PullSource } from '../../streams/source-base';
import type { Coding, Compressor } from './content-coding';

/**
 * Compresses a source. Starts with the first call of `next()`. Flushes the compressor whenever the source has to be
 * waited for, so that no event stays in it; chunks that are available immediately are compressed together.
 */
export function compressSource(source: Source, coding: Coding): Source {
  return new CompressedSource(source, coding);
}

interface Output {
  readonly zip: Compressor;
  readonly reader: ReturnType<typeof nodeReader>;
}

class CompressedSource extends PullSource {
  readonly #source: Source;
  readonly #coding: Coding;
  #output: Output | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isClosed = false;
  #isWaiting = false;

  constructor(source: Source, coding: Coding) {
    super();
    this.#source = source;
    this.#coding = coding;
  }

  async next(): Promise<Buffer | undefined> {
    if (this.#isClosed) return undefined;
    this.#output ??= this.#start();
    try {
      const { value } = await this.#output.reader.read();
      return value as Buffer | undefined;
    } catch (error) {
      throw this.#failure === undefined ? error : this.#failure.error;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#source.close();
    this.#output?.reader.release();
    this.#output?.zip.destroy();
  }

  #start(): Output {
    const zip = this.#coding.create();
    const reader = nodeReader(zip);
    // A failure of the source fails the compressed body when that is read. Stored, since it may be no Error: a stream
    // that is destroyed with `undefined` does not fail.
    this.#feed(zip).catch((error: unknown) => {
      this.#failure = { error };
      zip.destroy();
    });
    return { zip, reader };
  }

  async #feed(zip: Compressor): Promise<void> {
    for (let hasBegun = false; ; hasBegun = true) {
      const pending = this.#ask();
      await new Promise(setImmediate);
      // Not before the first chunk: it decides between a reply and an error reply.
      if (hasBegun && this.#isWaiting && !this.#isClosed) zip.flush(this.#coding.flush);
      const chunk = await pending;
      if (this.#isClosed) return;
      if (chunk === undefined) return void zip.end();
      await write(zip, chunk);
    }
  }

  /** Asks the source for its next chunk and records whether it has to be waited for. */
  #ask(): Promise<Buffer | undefined> {
    const pending = this.#source.next();
    this.#isWaiting = true;
    pending.then(this.#settle, this.#settle);
    return pending;
  }

  readonly #settle = (): void => {
    this.#isWaiting = false;
  };
}

function write(zip: Compressor, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.write(chunk, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

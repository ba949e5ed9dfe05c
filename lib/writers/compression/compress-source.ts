import { nodeReader } from '../../streams/node-reader';
import type { Source } from '../../streams/source';
import type { Coding } from './content-coding';

/**
 * Compresses a source. Starts with the first call of `next()`. Flushes the compressor whenever the source has to be
 * waited for, so that no event stays in it; chunks that are available immediately are compressed together.
 */
export function compressSource(source: Source, { create, flush }: Coding): Source {
  let output: ReturnType<typeof start> | undefined;
  // An object, since TypeScript would narrow variables that only a closure changes.
  const state: { isClosed: boolean; failure?: { readonly error: unknown } } = { isClosed: false };

  function start() {
    const zip = create();
    const reader = nodeReader(zip);
    // A failure of the source fails the compressed body when that is read. Stored, since it may be no Error: a stream
    // that is destroyed with `undefined` does not fail.
    feed().catch((error: unknown) => {
      state.failure = { error };
      zip.destroy();
    });
    return { zip, reader };

    async function feed(): Promise<void> {
      for (let hasBegun = false; ; hasBegun = true) {
        const chunkState = { isHere: false };
        const settle = (): void => {
          chunkState.isHere = true;
        };
        const pending = source.next();
        pending.then(settle, settle);
        await new Promise(setImmediate);
        // Not before the first chunk: it decides between a reply and an error reply.
        if (hasBegun && !chunkState.isHere && !state.isClosed) zip.flush(flush);
        const chunk = await pending;
        if (state.isClosed) return;
        if (chunk === undefined) return void zip.end();
        await new Promise<void>((resolve, reject) => {
          zip.write(chunk, (error) => {
            if (error) reject(error);
            else resolve();
          });
        });
      }
    }
  }

  async function next(): Promise<Buffer | undefined> {
    if (state.isClosed) return undefined;
    output ??= start();
    try {
      const { value } = await output.reader.read();
      return value as Buffer | undefined;
    } catch (error) {
      throw state.failure === undefined ? error : state.failure.error;
    }
  }

  function close(): void {
    state.isClosed = true;
    source.close();
    output?.reader.release();
    output?.zip.destroy();
  }

  return { next, close };
}

import { nodeReader } from '../../streams/node-reader';
import type { Source } from '../../streams/source';
import type { Coding } from './content-coding';

/**
 * A source in a content coding. It starts when it is first asked. What is held is handed out whenever the source makes
 * us wait, so that no event stays in the compressor, and chunks that come at once are compressed as one.
 */
export function compressSource(source: Source, { create, flush }: Coding): Source {
  let output: ReturnType<typeof start> | undefined;
  // An object, since TypeScript would narrow variables that only a closure changes.
  const state: { isClosed: boolean; failure?: { readonly error: unknown } } = { isClosed: false };

  function start() {
    const zip = create();
    const reader = nodeReader(zip);
    // A failure of the source is one of the compressed body, where it is read. Kept, since it may be no Error: to be
    // destroyed with `undefined` is no failure for a stream.
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
        const asked = source.next();
        asked.then(settle, settle);
        await new Promise(setImmediate);
        // Not before there is anything: the first chunk decides between a reply and an error reply.
        if (hasBegun && !chunkState.isHere && !state.isClosed) zip.flush(flush);
        const chunk = await asked;
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

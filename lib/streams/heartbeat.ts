import type { Source } from './source';

/** A comment, which clients skip. */
const HEARTBEAT = Buffer.from(':\n\n');

/** An event source that gives a comment after so much silence. */
export function withHeartbeat(source: Source, seconds: number): Source {
  if (seconds === 0) return source;
  let timer: NodeJS.Timeout | undefined;
  // The source is asked once for each chunk and has one reaction to it, however many heartbeats come before.
  let asked: Promise<Buffer | undefined> | undefined;
  let isSettled = false;
  let give: (() => void) | undefined;

  function ask(): Promise<Buffer | undefined> {
    const settle = (): void => {
      isSettled = true;
      give?.();
    };
    const chunk = source.next();
    isSettled = false;
    chunk.then(settle, settle);
    return chunk;
  }

  function next(): Promise<Buffer | undefined> {
    const chunk = (asked ??= ask());
    return new Promise((resolve) => {
      give = () => {
        clearTimeout(timer);
        asked = give = undefined;
        resolve(chunk);
      };
      timer = setTimeout(() => {
        give = undefined;
        resolve(HEARTBEAT);
      }, seconds * 1000);
      if (isSettled) give();
    });
  }

  function close(): void {
    clearTimeout(timer);
    source.close();
  }

  return { next, close };
}

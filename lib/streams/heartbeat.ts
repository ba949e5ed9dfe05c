import type { Source } from './source';

/** A comment line; clients ignore it. */
const HEARTBEAT = Buffer.from(':\n\n');

/** Wraps an event source so that it gives a comment after `seconds` without an event. */
export function withHeartbeat(source: Source, seconds: number): Source {
  if (seconds === 0) return source;
  let timer: NodeJS.Timeout | undefined;
  // One call and one reaction per chunk of the source, regardless of the number of heartbeats before it.
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

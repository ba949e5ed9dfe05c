import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isBytes, toBuffer } from './body';

/**
 * Creates an encoder for the chunks of one source: strings as UTF-8, bytes unchanged. A surrogate pair may be split
 * over two strings; each half alone would become a replacement character.
 */
export function chunkEncoder(): (chunk: unknown, isLast: boolean) => Buffer {
  let half = '';
  return (chunk, isLast) => {
    const before = half;
    half = '';
    if (typeof chunk === 'string') {
      const text = before + chunk;
      if (isLast || !endsWithHalf(text)) return Buffer.from(text);
      half = text.slice(-1);
      return Buffer.from(text.slice(0, -1));
    }
    if (!isBytes(chunk)) {
      throw new UsageError(
        'ERR_RETURNS_CHUNK',
        `A stream gave ${describe(chunk)}; its chunks must be strings or bytes. For values use new JSON(iterator).`,
      );
    }
    const bytes = toBuffer(chunk);
    return before === '' ? bytes : Buffer.concat([Buffer.from(before), bytes]);
  };
}

function endsWithHalf(text: string): boolean {
  return (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800;
}

import { open } from 'node:fs/promises';
import type { Kind } from '../catalogue/catalogue';

/** A type of file that browsers show. */
export interface FileType {
  readonly kind: Kind;
  /** The media type. */
  readonly type: string;
  /** The end of the name of its files. */
  readonly extension: string;
}

/** How a file of a type begins: texts by their offsets, in Latin-1. */
type Beginning = Readonly<Record<number, string>>;

// No SVG: it may hold scripts, which would run as this site where it is opened by itself.
const TYPES: readonly (readonly [Beginning, Kind, type: string, extension: string])[] = [
  [{ 0: '\x89PNG\r\n\x1a\n' }, 'picture', 'image/png', 'png'],
  [{ 0: '\xff\xd8\xff' }, 'picture', 'image/jpeg', 'jpg'],
  [{ 0: 'GIF8' }, 'picture', 'image/gif', 'gif'],
  [{ 0: 'RIFF', 8: 'WEBP' }, 'picture', 'image/webp', 'webp'],
  [{ 4: 'ftypavif' }, 'picture', 'image/avif', 'avif'],
  [{ 0: 'RIFF', 8: 'WAVE' }, 'sound', 'audio/wav', 'wav'],
  [{ 0: 'ID3' }, 'sound', 'audio/mpeg', 'mp3'],
  [{ 0: '\xff\xfb' }, 'sound', 'audio/mpeg', 'mp3'],
  [{ 0: 'fLaC' }, 'sound', 'audio/flac', 'flac'],
  [{ 0: 'OggS' }, 'sound', 'audio/ogg', 'ogg'],
  [{ 4: 'ftypM4A' }, 'sound', 'audio/mp4', 'm4a'],
  [{ 4: 'ftyp' }, 'video', 'video/mp4', 'mp4'],
  [{ 0: '\x1aE\xdf\xa3' }, 'video', 'video/webm', 'webm'],
];

/** The type of a file by its first bytes; what a client says of it is not asked. */
export async function typeOf(path: string): Promise<FileType | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(32), 0, 32, 0);
    return typeOfBytes(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

export function typeOfBytes(bytes: Buffer): FileType | undefined {
  const text = bytes.toString('latin1');
  const begins = ([beginning]: (typeof TYPES)[number]): boolean =>
    Object.entries(beginning).every(([offset, part]) => text.startsWith(part, Number(offset)));
  const found = TYPES.find(begins);
  return found && { kind: found[1], type: found[2], extension: found[3] };
}

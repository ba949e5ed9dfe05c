import { extname } from 'node:path';
import Mime from 'mime/Mime';
import standard from 'mime/types/standard.js';
import other from 'mime/types/other.js';

// mime 3 is the last version that Jest and `require` can load; types registered since then are added here.
const NEWER: Readonly<Record<string, string[]>> = {
  'text/javascript': ['js', 'mjs'],
  'application/sql': ['sql'],
  'application/fdf': ['fdf'],
  'application/xfdf': ['xfdf'],
  'application/pgp-keys': ['asc'],
  'audio/aac': ['aac'],
  'audio/mp4': ['m4b'],
  'image/jxl': ['jxl'],
  'model/prc': ['prc'],
  'model/step': ['step', 'stp'],
  'video/mp2t': ['mts', 'm2t', 'm2ts'],
};

let table: Mime | undefined;

/**
 * The table of media types, made when it is first needed: it takes a fifth of the time to load the package. A separate
 * instance, so that these corrections and `mime.define` calls of other modules do not affect each other.
 */
function mime(): Mime {
  if (table === undefined) {
    table = new Mime(standard, other);
    table.define(NEWER, true);
  }
  return table;
}

/** The media type of an extension, `undefined` if it is unknown. */
export function mediaTypeOf(extension: string): string | undefined {
  return mime().getType(extension) ?? undefined;
}

/**
 * The content type of a file by its extension, `application/octet-stream` if it is unknown. Text and JSON get
 * `charset=utf-8`, as in Express.
 */
export function fileContentType(path: string): string {
  // By the extension only: mime would treat a file named `js` as a script.
  const type = mime().getType(extname(path)) ?? 'application/octet-stream';
  return /^(?:text\/|application\/json$)/.test(type) ? `${type}; charset=utf-8` : type;
}

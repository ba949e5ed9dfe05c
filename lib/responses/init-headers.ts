import { basename } from 'node:path';
import { attachment } from '../http/content-disposition';
import { createHeaders, type HeaderRecord } from '../http/headers';
import { normaliseMediaType } from '../http/media-type';
import { isBlob } from '../streams/body';
import type { BodyKind } from './brand';
import type { ResponseChanges } from './init';

/** Returns the headers of a Blob with a type. Not cached, since a client may have chosen the type. */
export function headersOfBlob(body: unknown): HeaderRecord | undefined {
  const type = isBlob(body) ? normaliseMediaType(body.type) : undefined;
  return type === undefined ? undefined : createHeaders({}, {}, type);
}

/** Applies an init to headers. `fileName` is the name for `download: true`. */
export function changeHeaders(
  base: HeaderRecord,
  { headers, contentType, download }: ResponseChanges,
  fileName: string | undefined,
): HeaderRecord {
  if (headers === undefined && contentType === undefined && download === undefined) return base;
  return createHeaders(base, headers ?? {}, contentType, dispositionOf(download, fileName));
}

/** Returns the name of a file, `undefined` for other bodies. */
export function fileNameOf(kind: BodyKind, body: unknown): string | undefined {
  return kind === 'file' ? basename((body as { readonly path: string }).path) : undefined;
}

/** Returns the `Content-Disposition` for `download`; `null` removes the header. */
function dispositionOf(
  download: boolean | string | undefined,
  fileName: string | undefined,
): string | null | undefined {
  if (download === undefined) return undefined;
  return download === false ? null : attachment(download === true ? fileName : download);
}

import { basename } from 'node:path';
import { attachment } from '../http/content-disposition';
import { createHeaders, type HeaderRecord } from '../http/headers';
import { normaliseMediaType } from '../http/media-type';
import { isBlob } from '../streams/body';
import type { BodyKind } from './brand';
import type { ResponseChanges } from './init';

// The headers of all responses whose init says nothing of them are one record per content type, made once.
const defaults = new Map<string | null, HeaderRecord>();

/** The headers of a class with this content type. */
export function defaultHeaders(contentType: string | null): HeaderRecord {
  let headers = defaults.get(contentType);
  if (headers === undefined) defaults.set(contentType, (headers = createHeaders({}, {}, contentType)));
  return headers;
}

/** The headers of a Blob that has a type of its own: not kept, since clients may have chosen it. */
export function headersOfBlob(body: unknown): HeaderRecord | undefined {
  const type = isBlob(body) ? normaliseMediaType(body.type) : undefined;
  return type === undefined ? undefined : createHeaders({}, {}, type);
}

/** Headers with the changes of an init; `fileName` is the name that `download: true` offers the body under. */
export function changeHeaders(
  base: HeaderRecord,
  { headers, contentType, download }: ResponseChanges,
  fileName: string | undefined,
): HeaderRecord {
  if (headers === undefined && contentType === undefined && download === undefined) return base;
  return createHeaders(base, headers ?? {}, contentType, dispositionOf(download, fileName));
}

/** The name of a file, `undefined` for every other body. */
export function fileNameOf(kind: BodyKind, body: unknown): string | undefined {
  return kind === 'file' ? basename((body as { readonly path: string }).path) : undefined;
}

/** The `Content-Disposition` that `download` stands for; `null` removes it. */
function dispositionOf(
  download: boolean | string | undefined,
  fileName: string | undefined,
): string | null | undefined {
  if (download === undefined) return undefined;
  return download === false ? null : attachment(download === true ? fileName : download);
}

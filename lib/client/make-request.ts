import { fillPath, type PathValues } from './fill-path';
import { textOf } from './text-of';

/** Fields by name; a list is sent as several fields of one name, `undefined` and `null` are left out. */
export type Fields = Readonly<Record<string, unknown>>;

/** The parts of a request. */
export interface Input {
  readonly params?: PathValues;
  readonly query?: Fields;
  readonly headers?: Fields;
  readonly body?: unknown;
  /** Files by field; with them the fields of `body` are sent as a form (`multipart/form-data`). */
  readonly files?: Fields;
}

/** A target of fields: FormData or URLSearchParams. */
interface Appendable {
  append(name: string, value: string | Blob): void;
}

/** The URL of a request: the base, the filled path and the query. */
export function urlOf(baseURL: string, path: string, { params = {}, query }: Input): string {
  const text = String(append(new URLSearchParams(), query));
  return baseURL.replace(/\/$/, '') + fillPath(path, params) + (text && `?${text}`);
}

/** The headers of a request; those that are `undefined` are left out. */
export function headersOf(fields: Fields): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) headers.set(name, textOf(value));
  return headers;
}

/** The body of a request, whose type goes to `headers`. */
export function bodyOf(
  { body, files }: Input,
  headers: Headers,
): string | FormData | URLSearchParams | Blob | undefined {
  if (files) return append(append(new FormData(), body as Fields | undefined), files);
  if (body === undefined || body instanceof FormData || body instanceof URLSearchParams || body instanceof Blob)
    return body;
  if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
  return globalThis.JSON.stringify(body);
}

function append<Target extends Appendable>(target: Target, fields: Fields = {}): Target {
  for (const [name, given] of Object.entries(fields)) {
    for (const value of [given].flat())
      if (value !== undefined && value !== null) target.append(name, value instanceof Blob ? value : textOf(value));
  }
  return target;
}

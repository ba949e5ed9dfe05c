import { fillPath, type PathValues } from './fill-path';
import { textOf } from './text-of';

/**
 * Fields by name; a list is sent as several fields of one name, an object as `filter[name]`, a list of objects as
 * `items[0][name]`; `undefined` and `null` are left out.
 */
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

/** The URL of a request: the base, the filled path, and the query of the base and its own. */
export function urlOf(baseURL: string, path: string, { params, query }: Input): string {
  const [base, search] = baseURL.split('?') as [string, string?];
  const text = String(append(new URLSearchParams(search), query));
  return base.replace(/\/$/, '') + fillPath(path, params) + (text && `?${text}`);
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
  if (!headers.get('Content-Type')) headers.set('Content-Type', 'application/json');
  return globalThis.JSON.stringify(body);
}

/** Adds fields; those of an object get names such as `filter[name]`, those of objects in a list `items[0][name]`. */
function append<Target extends Appendable>(target: Target, fields: Fields = {}, outer = ''): Target {
  for (const [key, given] of Object.entries(fields)) {
    const name = outer ? `${outer}[${key}]` : key;
    const values = [given].flat() as (object | null | undefined)[];
    if (values.some((value) => value?.constructor === Object)) append(target, given as Fields, name);
    else
      for (const value of values)
        // Other values become texts by themselves, but for a Blob.
        if (value !== undefined && value !== null)
          target.append(name, (value as Partial<Date>).toISOString?.() ?? (value as Blob));
  }
  return target;
}

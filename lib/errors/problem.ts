import { JSON as JSONResponse } from '../responses/json';
import type { AnyResponse } from '../responses/response';
import { withData } from '../responses/with-data';
import type { ErrorFacts } from './facts';
import { phraseOf } from './http-facts';

/**
 * `application/problem+json` (RFC 9457) with the extensions `code` and, where there is some, `data`.
 *
 * `types` is what stands before the code in `type`. Without it, and for an error that is known by its status only, the
 * type is `about:blank`, and so the title is the phrase of the status (section 4.2.1).
 */
export function problem(
  { code, status, title, message, data, headers, cookies }: ErrorFacts,
  types: string | undefined,
  instance: string,
): AnyResponse {
  const kind =
    types === undefined || code === status
      ? { type: 'about:blank', title: phraseOf(status) }
      : { type: `${types}${code}`, title };
  const body = { ...kind, status, detail: message, instance, code };
  return new JSONResponse<object, number>(data === undefined ? body : withData(body, data), {
    status,
    headers,
    cookies,
    contentType: 'application/problem+json; charset=utf-8',
  });
}

/** Which occurrence it was: the path of the request. Never its query, where tokens and names are. */
export function instanceOf(url: string): string {
  const path = /^(?:[a-z][a-z\d+.-]*:\/\/[^/?#]*)?([^?#]*)/i.exec(url)?.[1] ?? '';
  return (
    path
      // A reference that starts with two slashes would name another host (RFC 3986 section 4.2).
      .replace(/^\/{2,}/, '/')
      // Node lets through what no URI may hold: letters beyond ASCII, quotes, a percent sign alone.
      .replace(/[^\w.~!$&'()*+,;=:@/%-]|%(?![\da-f]{2})/giu, encode)
  );
}

function encode(character: string): string {
  return /\p{Cs}/u.test(character) ? '%EF%BF%BD' : encodeURIComponent(character);
}

import { describe } from '../../diagnostics/describe';
import { UsageError } from '../../diagnostics/usage-error';
import { headerLines } from '../../http/headers';
import { HTTPError } from '../../http/http-error';
import { File } from '../../responses/file';
import type { FileBody, FileFallback } from '../../responses/file-init';
import { isResponse, type AnyResponse } from '../../responses/response';
import type { Exchange } from '../exchange';
import { dropLate } from '../late';
import { isAnswered } from '../transaction';

/** A fallback may be a File with a fallback of its own: the limit ends a circle. */
const MOST_FALLBACKS = 10;

/** Fields that describe the missing file: the one that is sent instead has its own. */
const OF_FILE = ['cache-control', 'content-disposition', 'content-length', 'content-type', 'etag', 'last-modified'];

/** Whether another response is to be sent after this failure to open a file: only for a 404, whatever its reason. */
export function hasFallback(response: AnyResponse, { fallbacks = 0 }: Exchange, error: unknown): boolean {
  const { fallback } = response.body as FileBody;
  return fallback !== undefined && error instanceof HTTPError && error.status === 404 && fallbacks < MOST_FALLBACKS;
}

/** The file at another path, by the same rules: with status, headers and cookies of the missing one. */
export function fileInstead(response: AnyResponse, path: string): AnyResponse {
  const { path: _missing, fallback: _fallback, ...rules } = response.body as FileBody;
  const { status, cookies, compress, flush } = response;
  return new File(path, {
    ...rules,
    status,
    cookies,
    headers: headerLines(response.headers).filter(([name]) => !OF_FILE.includes(name.toLowerCase())),
    ...(compress !== undefined && { compress }),
    ...(flush !== undefined && { flush }),
  });
}

/**
 * The response of a fallback function, `undefined` if the request was answered in the meantime.
 *
 * @throws UsageError `ERR_RETURNS_RENDER` for a function that gives no response.
 */
export async function responseInstead(
  fallback: FileFallback,
  { req, res }: Exchange,
): Promise<AnyResponse | undefined> {
  const given: unknown = await fallback(req);
  if (!isResponse(given)) {
    throw new UsageError(
      'ERR_RETURNS_RENDER',
      `The fallback of a File gave ${describe(given)}; it must give a response.`,
    );
  }
  if (!isAnswered(res)) return given;
  dropLate(given.body, res);
  return undefined;
}

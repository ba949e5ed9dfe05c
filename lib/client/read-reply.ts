import { readEvents, type Connection } from './read-events';
import { readJSONLines } from './read-lines';
import { UnexpectedReply, type AnyReply, type ErrorOf } from './unexpected-reply';

/**
 * Reads a reply by its media type; `request` is its request in messages.
 *
 * @throws UnexpectedReply for a 5xx, the codes 1000 and 1001, malformed JSON, and an error page in HTML.
 */
export async function readReply(
  request: string,
  response: globalThis.Response,
  connection: Connection,
): Promise<AnyReply> {
  const { status, headers } = response;
  const [type] = (headers.get('Content-Type') ?? '').split(/ *;/) as [string];
  const reply = { status, headers, response };
  if (status < 400) {
    if (type === 'text/event-stream') return { ...reply, events: readEvents(response, connection) };
    if (type === 'application/x-ndjson') return { ...reply, lines: readJSONLines(response) };
  }
  const isJSON = type.endsWith('json');
  let body: unknown;
  let cause: unknown;
  // A reply without a type has no body; what it has all the same is left in `response`.
  if (type) body = await response[isJSON || type.startsWith('text/') ? 'text' : 'blob']();
  try {
    if (isJSON) body = body ? globalThis.JSON.parse(body as string) : undefined;
  } catch (error) {
    cause = error;
  }
  // The envelope of the library, or problem details (RFC 9457).
  const { code, data, detail, message = detail } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const error = status < 400 || code === undefined ? undefined : ({ code, message, data } as ErrorOf);
  // The codes of a server error and of an unknown path.
  const isExpected = status < 400 || (status < 500 && type !== 'text/html' && code !== 1000 && code !== 1001);
  if (isExpected && !cause) return error ? { ...reply, error } : { ...reply, body };
  throw new UnexpectedReply(request, { ...reply, body, error }, cause);
}

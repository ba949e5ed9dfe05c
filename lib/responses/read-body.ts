import { UsageError } from '../diagnostics/usage-error';
import { isBytes, isStream, isStreamable, toBuffer } from '../streams/body';
import type { BodyKind, ItemKind } from './brand';
import { framingOf } from './framing';
import { noJSONText, stringifyJSON } from './json-body';
import { openSource, type Source } from '../streams/source';

/** Returns the bytes of a body, without a server. Consumes a stream. */
export async function readBody(kind: BodyKind, body: unknown): Promise<Buffer> {
  switch (kind) {
    case 'body':
      return isStreamable(body) ? readAll(openSource(body)) : readBytes(body);
    case 'json':
      return isStream(body) ? readItems(kind, body) : Buffer.from(stringify(body));
    case 'lines':
    case 'events':
      return readItems(kind, body as object);
    case 'redirect':
    case 'view':
    case 'file':
    case 'error':
      throw new UsageError(
        'ERR_RETURNS_BODY',
        `The body of a ${kind} is created for each request and cannot be read from the value. In a test compare the values: expect(response).toEqual(...).`,
      );
    case 'render':
      throw new UsageError(
        'ERR_RETURNS_BODY',
        'A response with render(req) has no body of its own. In a test await response.render(req), or call one of its representations.',
      );
  }
}

function readBytes(body: unknown): Buffer {
  if (body === null) return Buffer.alloc(0);
  return isBytes(body) ? toBuffer(body) : Buffer.from(String(body as string | number | boolean | bigint));
}

function readItems(kind: ItemKind, body: object): Promise<Buffer> {
  return readAll(
    openSource(
      body,
      framingOf(kind, (value) => stringifyJSON(value)),
    ),
  );
}

async function readAll(source: Source): Promise<Buffer> {
  try {
    const chunks: Buffer[] = [];
    for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    source.close();
  }
}

function stringify(body: unknown): string {
  const text = stringifyJSON(body);
  if (text === undefined) throw noJSONText(body);
  return text;
}

import type { JSONSchema } from '../../schema/json-schema';
import { faultOfStream } from './check-stream';
import type { Operation } from './operations';
import { isStream, type ReadReply } from './read-reply';
import type { DocumentCheck } from './sample';

/**
 * Returns how a reply breaks the document, such as `replied 204, which is not declared`; `undefined` if it does not.
 */
export function faultOfReply(operation: Operation, reply: ReadReply, check: DocumentCheck): string | undefined {
  const { responses, method } = operation;
  const { status } = reply;
  const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`] ?? defaultOf(operation, status);
  if (response === undefined) {
    return `replied ${status}${codeOf(reply)}, which is not declared (${Object.keys(responses).join(', ')})`;
  }
  const missing = missingHeader(response, reply);
  if (missing !== undefined) return `replied ${status} without the header ${missing}, which is declared as required`;
  if (method === 'HEAD') return undefined;
  return response === responses['default'] && response['content'] === undefined
    ? undefined // Any.
    : faultOfBody(response, reply, check);
}

/** A reply that may be any is still no fault of the server. */
function defaultOf({ responses }: Operation, status: number): JSONSchema | undefined {
  return status < 500 ? responses['default'] : undefined;
}

function codeOf({ text }: ReadReply): string {
  const code = /"code":("[^"]*"|\d+)/.exec(text)?.[1];
  return code === undefined ? '' : ` with the error ${code}`;
}

function missingHeader({ headers = {} }: JSONSchema, reply: ReadReply): string | undefined {
  const required = Object.entries(headers as Readonly<Record<string, JSONSchema>>).filter(
    ([, header]) => header['required'] === true,
  );
  return required.find(([name]) => !reply.headers.has(name))?.[0];
}

function faultOfBody({ content }: JSONSchema, reply: ReadReply, check: DocumentCheck): string | undefined {
  const { status, mediaType, text } = reply;
  if (content === undefined) {
    // The bodies of redirects and errors in a format of the app's own are for people.
    return text === '' || status >= 300 || status < 200
      ? undefined
      : `replied ${status} with a body${mediaType === '' ? '' : ` of ${mediaType}`}; none is declared`;
  }
  const types = Object.keys(content as object);
  const type = types.find((each) => matches(each, mediaType));
  if (type === undefined) {
    if (mediaType === '' && text === '' && types.length === 0) return undefined;
    return `replied ${status} with ${mediaType || 'no media type'}; declared is ${types.join(', ') || 'no body'}`;
  }
  const media = (content as Readonly<Record<string, JSONSchema>>)[type] ?? {};
  const fault = isStream(mediaType) ? faultOfStream(media, reply, check) : faultOfText(media, reply, check);
  return fault && `replied ${status} with a body that is not as declared: ${fault}`;
}

function matches(declared: string, actual: string): boolean {
  const [type = ''] = declared.toLowerCase().split(';');
  return type === '*/*' || type === actual || (type.endsWith('/*') && actual.startsWith(type.slice(0, -1)));
}

function faultOfText({ schema }: JSONSchema, { mediaType, text }: ReadReply, check: DocumentCheck): string | undefined {
  if (!/[/+]json$/.test(mediaType)) return undefined;
  try {
    return check(schema, globalThis.JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return 'it is no JSON';
    throw error;
  }
}

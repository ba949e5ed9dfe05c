import { declarationOf } from '../errors/declaration-of';
import { isErrorCode } from '../errors/error-code';
import { phraseOf } from '../errors/error-details';
import type { Returnable } from '../handlers/description';
import { essenceOf } from '../http/media-type';
import type { DeclarationData } from '../responses/declaration';
import { errorBody, type DescribedError, describeCode, describeStatus, type ErrorLook } from './error-bodies';
import type { Reply, ReplyContent } from './reply';
import type { Schemas, SchemaPlace } from './schemas';
import { streamSchemas } from './stream-schemas';
import type { Building, JSONObject, OpenAPIVersion } from './types';

/** Everything that replies are made with. */
export interface ReplyContext {
  readonly schemas: Schemas;
  readonly version: OpenAPIVersion;
  readonly look: ErrorLook;
  readonly where: SchemaPlace;
}

/** The replies of one entry of `returns`. */
export function repliesOf(entry: Returnable, context: ReplyContext): readonly Reply[] {
  if (isErrorCode(entry)) return [errorReplyOf(describeCode(entry), context)];
  const declaration = declarationOf(entry);
  if (declaration === undefined) return [];
  if (declaration.kind === 'error') return [errorOf(declaration, context)];
  return [
    declaredReply(declaration, context),
    ...(declaration.kind === 'file' ? fileReplies(declaration, context) : []),
  ];
}

/** The reply of an error in the format of the mount. */
export function errorReplyOf(error: DescribedError, { look, schemas }: ReplyContext): Reply {
  const body = errorBody(error, look, schemas);
  const { code, status, title, message } = error;
  const content: ReplyContent | undefined = body && {
    mediaType: body.mediaType,
    schemas: { schema: body.schema },
    isError: true,
    ...(body.example !== undefined && { examples: { [exampleName(code)]: { summary: title, value: body.example } } }),
  };
  return { status: String(status), description: code === status ? message : `${code}: ${title}`, content };
}

function exampleName(code: number | string): string {
  return String(code).replace(/[^\w.-]/g, '_');
}

/** An exception has a body of its own in the envelope, and is a problem like all others in problem details. */
function errorOf({ status, description, code, schema: data }: DeclarationData, context: ReplyContext): Reply {
  const { title, message, code: codeOfStatus } = describeStatus(status);
  const error = {
    code: code ?? codeOfStatus,
    status,
    title: description ?? title,
    message: description ?? message,
    data,
  };
  if (code !== undefined) return errorReplyOf(error, context);
  if (context.look.settings.errorFormat !== undefined && context.look.settings.errorFormat !== 'envelope')
    return errorReplyOf({ ...error, data: undefined }, context);
  const content = { mediaType: 'text/plain', schemas: { schema: { type: 'string' } } };
  return { status: String(status), description: description ?? phraseOf(status), content };
}

function declaredReply(declaration: DeclarationData, context: ReplyContext): Reply {
  const { status, description, kind, headers = {} } = declaration;
  const own = Object.entries(headers).map(([name, text]) => [name, headerOf(text)] as const);
  const isFile = kind === 'file';
  return {
    status: String(status),
    description: describeStream(declaration, context.version) ?? description,
    headers: {
      ...(kind === 'redirect' && { Location: LOCATION }),
      ...(isFile && FILE_HEADERS),
      ...Object.fromEntries(own),
    },
    content: contentOf(declaration, context),
  };
}

/** OpenAPI 3.1 has no word for the items of a stream, so a text says what the schema is. */
function describeStream({ kind, description, status }: DeclarationData, version: OpenAPIVersion): string | undefined {
  if (version !== '3.1.1' || (kind !== 'lines' && kind !== 'events')) return undefined;
  const items =
    kind === 'lines'
      ? 'JSON lines; the schema is that of one line'
      : 'Server-sent events; the schema is that of the data of one event, which is JSON';
  return `${description ?? phraseOf(status)} (${items}).`;
}

function headerOf(description: string, schema: JSONObject = { type: 'string' }): JSONObject {
  return { description, schema };
}

const LOCATION: JSONObject = {
  ...headerOf('Where to go.', { type: 'string', format: 'uri-reference' }),
  required: true,
};

const FILE_HEADERS: JSONObject = {
  'ETag': headerOf('The version of the file.'),
  'Last-Modified': headerOf('The date of the file.'),
  'Accept-Ranges': headerOf('Whether ranges of bytes can be asked for.'),
};

/** The replies of a file that need no declaration: ranges, conditional requests, a file that does not exist. */
function fileReplies(declaration: DeclarationData, context: ReplyContext): readonly Reply[] {
  if (declaration.status !== 200) return [];
  const range = { 'Content-Range': headerOf('The part that is sent, of how many bytes.') };
  return [
    { status: '206', headers: { ...FILE_HEADERS, ...range }, content: contentOf(declaration, context) },
    { status: '304', headers: FILE_HEADERS },
    errorReplyOf(describeStatus(404), context),
    errorReplyOf(describeStatus(416), context),
  ];
}

function contentOf(declaration: DeclarationData, context: ReplyContext): ReplyContent | undefined {
  const { kind, status, contentType } = declaration;
  if (kind === 'redirect' || status === 204 || status === 205 || status === 304) return undefined;
  if (contentType === null && kind !== 'file') return undefined;
  const mediaType = contentType === null ? '*/*' : essenceOf(contentType);
  const examples = declaration.examples && Object.fromEntries(Object.entries(declaration.examples).map(([name, value]) => [name, { value }])); // prettier-ignore
  return { mediaType, schemas: schemasOf(declaration, mediaType, context), examples };
}

function schemasOf(declaration: DeclarationData, mediaType: string, context: ReplyContext): Building {
  const { kind, schema, isEnvelope = false } = declaration;
  const { schemas, version } = context;
  const part = {
    place: `a reply ${declaration.status} of ${context.where.place}`,
    name: `${context.where.name}${declaration.status}`,
  };
  if (kind === 'events' || kind === 'lines')
    return streamSchemas(declaration, version, (one) => schemas.of(one, 'output', part));
  if (kind !== 'json') return { schema: isText(mediaType) ? { type: 'string' } : { type: 'string', format: 'binary' } };
  const body = schema === undefined ? {} : schemas.of(schema, 'output', part);
  return { schema: isEnvelope ? successEnvelope(body, schema !== undefined) : body };
}

function successEnvelope(data: unknown, hasData: boolean): JSONObject {
  const properties = { status: { type: 'string', const: 'success' }, data };
  return { type: 'object', properties, required: ['status', ...(hasData ? ['data'] : [])] };
}

function isText(mediaType: string): boolean {
  return mediaType.startsWith('text/') || /[/+](?:json|xml)$/.test(mediaType);
}

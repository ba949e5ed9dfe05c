import { raw, text, urlencoded, type Request, type RequestHandler, type Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { essenceOf } from '../http/media-type';
import { fromParserError, refuseMalformed, refuseType, type ParserFacts } from './refusal';

/** How the body of a route is read where no parser ran before. */
export interface BodyRules {
  /** Media types that are accepted, such as `'application/json'` or `'text/*'`. */
  readonly types: readonly string[];
  /** Whether the types hold also where a parser of the app has parsed the body. */
  readonly isStrict: boolean;
  /** Most bytes. */
  readonly limit: number;
}

/**
 * Reads the body of a request: the value for the schema, or a promise of it. May throw or reject with an error reply.
 */
export type BodyReader = (req: Request, res: ExpressResponse) => unknown;

/** A parser of Express for all types, and what becomes of its result. */
interface Parser extends ParserFacts {
  readonly run: RequestHandler;
  readonly convert: (parsed: unknown) => unknown;
}

const FORM = 'application/x-www-form-urlencoded';

const NOT_PARSED = Symbol('not parsed');

/** Creates the reader of a body. */
export function bodyReader(rules: BodyRules): BodyReader {
  const { types, isStrict } = rules;
  const parserOf = parsers(rules);
  return (req, res) => {
    const parsed = parsedBody(req);
    if (parsed !== NOT_PARSED && (!isStrict || !hasBytes(req))) return parsed;
    const type = contentType(req);
    if (!hasBytes(req)) return emptyBody(type);
    if (!matchesType(type, types)) throw refuseType(types);
    return parsed === NOT_PARSED ? runParser(parserOf(type), req, res) : parsed;
  };
}

/** Whether the values of a body are texts, which are converted as those of a query are. */
export function isForm(req: Request): boolean {
  // Most bodies are JSON: their type need not be parsed.
  if (!/form/i.test(headersOf(req)['content-type'] ?? '')) return false;
  return [FORM, 'multipart/form-data'].includes(contentType(req));
}

/** The media type of a body without its parameters, in lower case; `''` for none. */
export function contentType(req: Request): string {
  return essenceOf(headersOf(req)['content-type'] ?? '');
}

/** The double of a unit test may have no headers. */
function headersOf({ headers = {} }: Partial<Request>): Request['headers'] {
  return headers;
}

/** Whether a media type is one of a list, whose subtypes may be `*`. */
export function matchesType(type: string, types: readonly string[]): boolean {
  return types.some((each) => each === type || (each.endsWith('/*') && type.startsWith(each.slice(0, -1))));
}

/** Whether a request has a body of at least one byte, as far as its head tells (RFC 9112 section 6.3). */
export function hasBytes(req: Request): boolean {
  const headers = headersOf(req);
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * The body that a parser of the app has made, also an adapter for cloud functions, which reads nothing here. An empty
 * object does not count where nothing was read: parsers of Express 4 set it for a type that they do not parse, and
 * those of both for a body of no bytes.
 */
function parsedBody(req: Request): unknown {
  const { body, _body: isParsed } = req as { readonly body?: unknown; readonly _body?: unknown };
  if (body === undefined) return NOT_PARSED;
  if (!isEmptyObject(body)) return body;
  const isRead = isParsed === true || (req as Partial<Request>).readableDidRead === true;
  return isRead && hasBytes(req) ? body : NOT_PARSED;
}

function isEmptyObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.keys(value).length === 0;
}

/** No bytes are a form without fields; otherwise no value, so that a client reads that it is required. */
function emptyBody(type: string): unknown {
  return type === FORM ? {} : undefined;
}

function parsers({ types, limit }: BodyRules): (type: string) => Parser {
  // The type of the request was compared with those of the route before.
  const options = { type: () => true, limit };
  const facts = { types, limit };
  const json: Parser = { ...facts, kind: 'JSON', run: text(options), convert: parseJSON };
  // Never nested by the parser: a schema tells what is, and Express 4 and 5 have two defaults.
  const form = { ...facts, kind: 'form data', run: urlencoded({ ...options, extended: false }), convert: asItIs };
  const plain = { ...facts, kind: 'text', run: text(options), convert: asItIs };
  const bytes = { ...facts, kind: 'data', run: raw(options), convert: asItIs };
  return (type) => {
    if (/[/+]json$/.test(type)) return json;
    if (type === FORM) return form;
    return type.startsWith('text/') ? plain : bytes;
  };
}

function asItIs(parsed: unknown): unknown {
  return parsed;
}

/** Any JSON value: it is the schema that wants an object, or does not. */
function parseJSON(parsed: unknown): unknown {
  if (typeof parsed !== 'string' || parsed === '') return undefined;
  try {
    return globalThis.JSON.parse(parsed);
  } catch (cause) {
    throw refuseMalformed('JSON', cause);
  }
}

function runParser(parser: Parser, req: Request, res: ExpressResponse): Promise<unknown> {
  // Express 4's parsers would wait for ever.
  if (req.readableEnded) throw alreadyRead();
  return new Promise((resolve, reject) => {
    parser.run(req, res, (error?: unknown) => {
      try {
        // The app's error handlers see what a parser of Express would have made.
        if (error === undefined) resolve((req.body = parser.convert(req.body)));
        else reject(fromParserError(error, parser));
      } catch (refusal) {
        reject(refusal);
      }
    });
  });
}

/** The error for a body that a middleware has read, and that is nowhere. */
export function alreadyRead(): UsageError {
  const message =
    'the body was read by a middleware that has not set req.body, so it cannot be read again. Let it set req.body, or remove it.';
  return new UsageError('ERR_RETURNS_DESCRIPTION', message);
}

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Request, Response as ExpressResponse } from 'express';
import { Status } from '../http/status';
import type { AnyResponse } from '../responses/response';

type MethodName = 'json' | 'send' | 'redirect' | 'format' | 'vary' | 'set' | 'accepts' | 'write' | 'end';

/** Reviewed methods of Express and Node, by the start of the SHA-256 of their source text in base64. */
const METHODS: ReadonlyMap<string, MethodName> = new Map([
  ['y1djuFK8/E1TwoQs', 'json'], // Express 4.17 to 4.22
  ['4FY1UR39naZGcfiy', 'json'], // 5.0 to 5.3
  ['H3aIXpBzE3Qge9AJ', 'send'], // 4.17
  ['m6QbxJ9ptz0tRvJO', 'send'], // 4.18 to 4.22
  ['q3um6C20IpMzgRQ1', 'send'], // 5.0
  ['CaSOfOQqq5fpaXab', 'send'], // 5.1, 5.2
  ['gN34SPo1pvOlfB/P', 'send'], // 5.3
  ['na6cqukqePq7wKzf', 'redirect'], // 4.17
  ['Ub7WDd+x17WqBjk6', 'redirect'], // 4.18, 4.19
  ['Fxcezi4yA4F9U5YJ', 'redirect'], // 4.20 to 4.22
  ['SWNjlCDFZKH7RT6T', 'redirect'], // 5.0, 5.1
  ['BOITUyJxeNj0TRe/', 'redirect'], // 5.2
  ['FcJhzz6I9Jo9NO6Q', 'redirect'], // 5.3
  ['5HiwC9Epclw/4C5m', 'format'], // 4.17
  ['1/kDjiLnB0gwM0H9', 'format'], // 4.18 to 5.3
  ['61a9JlVZJfJ9d+3F', 'vary'], // 4.17 to 4.22
  ['HBFnMAUosi+qGhpe', 'vary'], // 5.0 to 5.3
  ['Ysy2oJRE7aDP2dhQ', 'set'], // 4.17 to 4.22
  ['gryX16lfCtBiwTsK', 'set'], // 5.0 to 5.3
  ['uHAf74AJekzHd9BW', 'accepts'], // 4.17 to 5.3
  ['czit+tknCvLXHqAl', 'write'], // Node 20 to 26
  ['21UUa/GyVIuS6JN6', 'end'], // Node 20
  ['ur0y3+eiUSME8T9Q', 'end'], // 22
  ['afh0fpURRkI0JIQf', 'end'], // 24
  ['4RazQzkQ7z4p6k3v', 'end'], // 26
]);

/** Media types that `res.send` leaves as they are when it sets the charset of a string. */
const COMPLETE_TYPE = /^[a-z0-9.+-]+\/[a-z0-9.+-]+; charset=utf-8$/;

const names = new WeakMap<object, MethodName | 'unknown'>();

type Message = Request | ExpressResponse;
type Methods = Partial<Readonly<Record<MethodName, unknown>>>;

/**
 * Whether a method of `res`, or `req.accepts`, is a reviewed method of Express or Node. It is not if something has
 * wrapped it on this `res`, on `app.response` or, as tracers do, on the prototype of Express: a wrapper can copy a
 * name, but not the source text. Methods of versions that were not reviewed do not count either.
 */
export const isUnwrapped: Readonly<Record<MethodName, (message: Message) => boolean>> = {
  json: checkOf('json', ({ json }) => json),
  send: checkOf('send', ({ send }) => send),
  redirect: checkOf('redirect', ({ redirect }) => redirect),
  format: checkOf('format', ({ format }) => format),
  vary: checkOf('vary', ({ vary }) => vary),
  set: checkOf('set', ({ set }) => set),
  accepts: checkOf('accepts', ({ accepts }) => accepts),
  write: checkOf('write', ({ write }) => write),
  end: checkOf('end', ({ end }) => end),
};

/** Makes the check of one method. `read` has the name in its text, so that V8 can use an inline cache. */
function checkOf(name: MethodName, read: (methods: Methods) => unknown): (message: Message) => boolean {
  // The last function that was found to be unwrapped: in most processes the only one.
  let last: unknown;
  return (message) => {
    const method = read(message as Methods);
    if (method === last && method !== undefined) return true;
    // A wrapper on this message is a new function for each request: its source text is not read.
    if (Object.hasOwn(message, name) || typeof method !== 'function' || nameOf(method) !== name) return false;
    last = method;
    return true;
  };
}

let lastPrototype: object | undefined;

/**
 * Whether a `res` is a test double: it does not inherit the methods of Node's replies. A plain object, one of sinon,
 * @jest-mock/express or node-mocks-http has all of its methods itself. By the prototype: to read a property of each
 * `res` would make small replies slower.
 */
export function isTestDouble(res: object): boolean {
  const prototype = Object.getPrototypeOf(res) as { readonly getHeaderNames?: unknown } | null;
  if (prototype === lastPrototype) return false;
  if (typeof prototype?.getHeaderNames !== 'function') return true;
  lastPrototype = prototype;
  return false;
}

function nameOf(method: object): MethodName | 'unknown' {
  let name = names.get(method);
  if (name === undefined) {
    const text = Function.prototype.toString.call(method);
    const digest = createHash('sha256').update(text).digest('base64');
    name = METHODS.get(digest.slice(0, 16)) ?? 'unknown';
    names.set(method, name);
  }
  return name;
}

/**
 * Sends a string as `res.send` does. `res.send` parses the media type to add the charset, and sends bytes, which Node
 * writes apart from the head. Where the reply stays the same, neither is done. Faster: docs/performance.md.
 */
export function sendText({ headers, status }: AnyResponse, res: ExpressResponse, text: string): unknown {
  const type = headers['content-type'];
  const isComplete = typeof type === 'string' && COMPLETE_TYPE.test(type);
  if (!isComplete || !isUnwrapped.send(res) || Object.hasOwn(res, 'end')) return res.send(text);
  // 204, 205 and 304 have none; the others between are rare.
  const hasBody = status < Status.NO_CONTENT || status >= Status.BAD_REQUEST;
  const isShort = hasBody && text.length < LONGEST_TEXT && isUnwrapped.end(res);
  return isShort ? endText(res, text) : res.send(Buffer.from(text));
}

/** Characters up to which Node copies a string and the head into one piece of memory of fixed size. */
const LONGEST_TEXT = 8192;

/** Does the work of `res.send` for a string whose content type is set. */
function endText(res: ExpressResponse, text: string): unknown {
  const { app, req } = res;
  const tagOf = app.get('etag fn') as TagFunction | undefined;
  const isTagged = typeof tagOf === 'function' && !res.get('ETag');
  if (!res.get('Transfer-Encoding')) res.set('Content-Length', String(Buffer.byteLength(text)));
  const tag = isTagged && tagOf(Buffer.from(text));
  if (tag) res.set('ETag', tag);
  // A 304, and no body: `res.send` finds the fields above, and sets the same.
  if (req.fresh || req.method === 'HEAD') return res.send(Buffer.from(text));
  return res.end(text, 'utf8');
}

/** The function of the setting `etag` of an app. */
type TagFunction = (body: Buffer, encoding?: BufferEncoding) => string | undefined;

import type { CookieOptions } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { headerLines } from '../http/headers';
import { locationOf } from '../http/location';
import { brandOf } from '../responses/brand';
import type { FileBody } from '../responses/file-init';
import { framingOf } from '../responses/framing';
import type { AfterTask } from '../responses/init';
import type { AnyResponse } from '../responses/response';
import type { ViewBody } from '../responses/view';
import { isBytes, isStream, isThenable, toBuffer } from '../streams/body';
import { openSource } from '../streams/source';
import type { Exchange } from './exchange';
import { logError } from './log';

/** A `res` that a unit test made: some of the methods of Express, as spies or by hand. */
interface Double extends Readonly<Record<string, unknown>> {
  readonly statusCode?: number;
}

type Method = (...args: unknown[]) => unknown;

/** A method to call, and its arguments. */
type Call = readonly [name: string, ...args: unknown[]];

/**
 * Writes a response by the calls that code by hand would make, as far as the double has the methods: what a spy sees of
 * `new JSON(body, { status: 201 })` is `res.status(201).json(body)`.
 *
 * @throws UsageError `ERR_RETURNS_TEST_DOUBLE` if it has no method for the body.
 */
export function writeToDouble(response: AnyResponse, exchange: Exchange): void | Promise<void> {
  const sent = sendToDouble(response, exchange);
  const { after } = response;
  if (after === undefined) return sent;
  return Promise.resolve(sent).then(() => runAfter(after, exchange));
}

/** A double does not show when a reply has been sent, so the task runs when it is written. */
async function runAfter(after: AfterTask, { req, settings }: Exchange): Promise<void> {
  try {
    await after({ isComplete: true });
  } catch (error) {
    logError(error, req, settings.log);
  }
}

function sendToDouble(response: AnyResponse, exchange: Exchange): void | Promise<void> {
  const res = exchange.res as unknown as Double;
  const { status } = response;
  const body: unknown = response.body;
  switch (brandOf(response)?.kind) {
    case 'redirect': {
      setFields(response, [res]);
      const url = locationOf(String(body));
      return call([res], [status === 302 ? ['redirect', url] : ['redirect', status, url]]);
    }
    case 'view': {
      const { name, locals } = body as ViewBody<object>;
      return call(setHead(response, res, 'render'), [
        Object.keys(locals).length === 0 ? ['render', name] : ['render', name, locals],
      ]);
    }
    case 'file': {
      const { path, root = exchange.settings.mediaRoot } = body as FileBody;
      return call(setHead(response, res), [root === undefined ? ['sendFile', path] : ['sendFile', path, { root }]]);
    }
    case 'json':
      if (isStream(body)) return writeChunks(response, res, body);
      return call(setHead(response, res, 'json'), [
        ['json', body],
        ['send', body],
        ['end', globalThis.JSON.stringify(body)],
      ]);
    case 'body':
      return sendBody(response, res);
    case 'lines':
    case 'events':
      return writeChunks(response, res, body as object);
    default:
      throw new UsageError('ERR_RETURNS_RESULT', 'this response has no body that a test double could be given.');
  }
}

function sendBody(response: AnyResponse, res: Double): void | Promise<void> {
  const body: unknown = response.body;
  if (body === null) return call(setHead(response, res), [['send'], ['end'], ['sendStatus', response.status]]);
  if (typeof body === 'object' && !isBytes(body)) return writeChunks(response, res, body);
  const content = isBytes(body) ? toBuffer(body) : String(body);
  return call(setHead(response, res, typeof content === 'string' ? 'send' : undefined), [
    ['send', content],
    ['end', content],
  ]);
}

/** Sends a body: by `res.write` if there is one, else in one piece. Text is sent as strings. */
async function writeChunks(response: AnyResponse, res: Double, body: object): Promise<void> {
  const kind = brandOf(response)?.kind;
  const isItems = kind === 'json' || kind === 'lines' || kind === 'events';
  const source = openSource(body, isItems ? framingOf(kind, globalThis.JSON.stringify) : undefined);
  const isText = isItems || String(response.headers['content-type']).startsWith('text/');
  const decoder = new TextDecoder();
  const decode = (chunk: Buffer): unknown => (isText ? decoder.decode(chunk, { stream: true }) : chunk);
  const chunks: Buffer[] = [];
  let targets: readonly Double[] | undefined;
  try {
    for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) {
      targets ??= setHead(response, res);
      if (!callFirst(targets, [['write', decode(chunk)]])) chunks.push(chunk);
    }
  } finally {
    source.close();
  }
  targets ??= setHead(response, res);
  const rest = Buffer.concat(chunks);
  const content = isText ? rest.toString() : rest;
  const last: readonly Call[] = [
    ['send', content],
    ['end', content],
  ];
  await call(targets, chunks.length === 0 ? [['end'], ['send']] : last);
}

/** The media type that a method sets itself, so that code by hand does not. */
const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json; charset=utf-8',
  send: 'text/html; charset=utf-8',
  render: 'text/html; charset=utf-8',
};

/** Sets status and headers, and returns the objects to call the next method of: `res.status` may return another one. */
function setHead(response: AnyResponse, res: Double, method = ''): readonly Double[] {
  const targets = [...setStatus(response.status, res), res];
  setFields(response, targets, targets.some((each) => typeof each[method] === 'function') ? TYPES[method] : undefined);
  return targets;
}

function setStatus(status: number, res: Double & { statusCode?: number }): readonly Double[] {
  if (res.statusCode === status) return [];
  if (typeof res['status'] === 'function') {
    const returned: unknown = (res['status'] as Method)(status);
    const isChained = typeof returned === 'object' && returned !== null && !isThenable(returned);
    return isChained ? [returned as Double] : [];
  }
  if (status !== 200 || res.statusCode !== undefined) res.statusCode = status;
  return [];
}

/** Sets headers and cookies; a double that has no method for them does not see them. */
function setFields({ headers, cookies }: AnyResponse, targets: readonly Double[], ownType?: string): void {
  for (const [name, value] of headerLines(headers)) {
    if (name.toLowerCase() === 'content-type' && value === ownType) continue;
    callFirst(targets, [
      ['setHeader', name, value],
      ['set', name, value],
      ['header', name, value],
    ]);
  }
  for (const { name, value, ...options } of cookies) callFirst(targets, [cookieCall(name, value, options)]);
}

function cookieCall(name: string, value: unknown, options: CookieOptions): Call {
  return Object.keys(options).length === 0 ? ['cookie', name, value] : ['cookie', name, value, options];
}

/** Calls the first of these methods that there is. A promise that it returns is awaited. */
function call(targets: readonly Double[], calls: readonly Call[]): void | Promise<void> {
  const called = callFirst(targets, calls);
  if (called === undefined) {
    const names = calls.map(([name]) => `res.${name}`).join(' nor ');
    throw new UsageError(
      'ERR_RETURNS_TEST_DOUBLE',
      `the res of this unit test has no ${names}, which this response needs. Add it, or call the app with fetchOf(app).`,
    );
  }
  if (isThenable(called.result)) return Promise.resolve(called.result).then(() => undefined);
}

function callFirst(targets: readonly Double[], calls: readonly Call[]): { readonly result: unknown } | undefined {
  for (const [name, ...args] of calls) {
    const target = targets.find((each) => typeof each[name] === 'function');
    if (target !== undefined) return { result: (target[name] as Method)(...args) };
  }
  return undefined;
}

import { createServer as createHttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Server, ServerOptions } from 'node:http';
import type { createServer as createHttpsServer } from 'node:https';
import type { Server as SecureServer, ServerOptions as SecureServerOptions } from 'node:https';
import { createRequire } from 'node:module';
import type { Express } from 'express';
import { describe } from '../diagnostics/describe';
import { requirePlace } from '../diagnostics/own-file';
import { UsageError } from '../diagnostics/usage-error';
import { hashEntityTags } from './entity-tags';

/**
 * `http.createServer(app)`, faster for an Express app, with the same bytes and semantics: docs/performance.md has the
 * figures. It also sets the app's `etag fn` to a faster function that makes the same tags.
 *
 * Express changes the prototype of every `req` and `res` when a request arrives. Before Node 24 that disables V8's fast
 * paths for both; since then it only takes time. Here Node creates them with the prototypes of this app, so that
 * Express has nothing to change.
 *
 * ```ts
 * createServer(app).listen(3000);
 * ```
 *
 * @throws UsageError `ERR_RETURNS_SERVER` if `app` is not an Express app, or if the options have a class for messages.
 */
export function createServer(app: Express): Server;
export function createServer(options: ServerOptions, app: Express): Server;
export function createServer(...given: readonly [Express] | readonly [ServerOptions, Express]): Server {
  const [options, app] = given.length === 1 ? [{}, given[0]] : given;
  return createHttpServer(withClasses('createServer', options, app), app);
}

/**
 * `https.createServer(options, app)`, as `createServer` is for HTTP.
 *
 * @throws UsageError `ERR_RETURNS_SERVER` if `app` is not an Express app, or if the options have a class for messages.
 */
export function createSecureServer(options: SecureServerOptions, app: Express): SecureServer {
  // Loaded on demand: TLS would add a tenth to the time of require('express-returns').
  const https = createRequire(requirePlace())('node:https') as { readonly createServer: typeof createHttpsServer };
  return https.createServer(withClasses('createSecureServer', options, app), app);
}

/** Adds message classes to the options whose instances have `app.request` and `app.response` as prototypes. */
function withClasses<Options extends ServerOptions>(place: string, options: Options, app: Express): Options {
  const { request, response } = checkApp(place, app);
  for (const [name, prototype] of [
    ['IncomingMessage', 'app.request'],
    ['ServerResponse', 'app.response'],
  ] as const) {
    if (options[name] === undefined) continue;
    throw new UsageError(
      'ERR_RETURNS_SERVER',
      `${place} has no option ${name}: Express would replace its prototype for each request. Extend ${prototype} instead.`,
    );
  }
  hashEntityTags(app);
  return {
    ...options,
    IncomingMessage: withPrototype(IncomingMessage, request),
    ServerResponse: withPrototype(ServerResponse, response),
  };
}

/**
 * Creates a class like Node's whose instances have this prototype from the start. Node's message classes are functions
 * that can be called on any object; `Reflect.construct` with another `new.target` would be slower than the default
 * server.
 *
 * The class inherits from Node's, since V8 reserves space in an object for the properties that its constructor and the
 * inherited ones set. Without it most properties would end in a hash table: docs/performance.md.
 */
function withPrototype<C extends typeof IncomingMessage | typeof ServerResponse>(
  messageClass: C,
  prototype: object,
): C {
  const setUp = messageClass as unknown as (this: object, first: unknown, second: unknown) => void;
  function Message(this: object, first: unknown, second: unknown): void {
    setUp.call(this, first, second);
  }
  Object.setPrototypeOf(Message, messageClass);
  Message.prototype = prototype;
  return Message as unknown as C;
}

function checkApp(place: string, app: unknown): { readonly request: object; readonly response: object } {
  const { request, response } = (typeof app === 'function' ? app : {}) as {
    readonly request?: unknown;
    readonly response?: unknown;
  };
  if (request instanceof IncomingMessage && response instanceof ServerResponse) return { request, response };
  throw new UsageError(
    'ERR_RETURNS_SERVER',
    `${place} takes an Express app as its last argument; got ${describe(app)}. For other listeners use node:http.`,
  );
}

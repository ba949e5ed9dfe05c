/**
 * The stable codes of usage errors and their meanings. `docs/usage-errors.md` has a section for each.
 */
export const USAGE_CODES = {
  ERR_RETURNS_INIT: 'an option of a response is unknown or invalid',
  ERR_RETURNS_STATUS: 'the status is not valid for this response',
  ERR_RETURNS_HEADER: 'a header has a name or value that cannot be sent',
  ERR_RETURNS_COOKIE: 'a cookie is invalid',
  ERR_RETURNS_BODY: 'the body is not valid for this response',
  ERR_RETURNS_BODY_USED: 'a body that can be read only once has already been read',
  ERR_RETURNS_CHUNK: 'a stream has a chunk that is neither a string nor bytes',
  ERR_RETURNS_EVENT: 'an event of an EventStream is invalid',
  ERR_RETURNS_CHANNEL: 'a channel is closed, has a wrong option, or was read too slowly',
  ERR_RETURNS_LENGTH: 'a stream does not have the length given in Content-Length',
  ERR_RETURNS_HEAD_SENT: 'a response was returned or thrown after the head of the reply was sent',
  ERR_RETURNS_RENDER: '`render(req)` did not return a valid response',
  ERR_RETURNS_TRANSFORM: 'a transform did not return a response',
  ERR_RETURNS_RESULT: 'a handler or guard returned a value that cannot be turned into a response',
  ERR_RETURNS_NO_RESULT: 'a handler returned nothing and has no other way to answer',
  ERR_RETURNS_THROWN: 'a handler threw a value that Express would misread',
  ERR_RETURNS_MEDIA_ROOT: 'a File has no root folder',
  ERR_RETURNS_ERROR_CODE: 'an error code is invalid, unknown or defined twice',
  ERR_RETURNS_ERROR_FORMAT: 'the setting errorFormat or exposes failed for an error',
  ERR_RETURNS_MESSAGE_DATA: 'the values do not fit the message of an error code',
  ERR_RETURNS_SETTINGS: 'a setting is unknown or invalid',
  ERR_RETURNS_PATH: 'a path can never match, or Express rejects it',
  ERR_RETURNS_CONVERTER: 'a converter is invalid or returned no usable value',
  ERR_RETURNS_METHOD: 'Node does not know this HTTP method',
  ERR_RETURNS_HANDLER: 'a value is not a valid handler, middleware or route',
  ERR_RETURNS_URL: 'the URL of a route would not lead back to it',
  ERR_RETURNS_DUPLICATE: 'a route can never be reached',
  ERR_RETURNS_UNREACHABLE: 'a function is never called',
  ERR_RETURNS_SEALED: 'routes were changed after they were mounted',
  ERR_RETURNS_DECORATOR: 'a decorator registers no route',
  ERR_RETURNS_MOUNT: 'routes cannot be mounted on this value',
  ERR_RETURNS_TEST_DOUBLE: 'the `res` of a unit test has no method that a response needs',
  ERR_RETURNS_DESCRIPTION: 'a route or guard describes its requests or replies wrongly',
  ERR_RETURNS_UNDECLARED: 'a reply, or a field of one, is not declared by its route (a warning)',
  ERR_RETURNS_SERVER: 'a server cannot be created for this value',
} as const;

/** A stable code of a usage error. */
export type UsageCode = keyof typeof USAGE_CODES;

/**
 * Wrong use of this library. The message says where the error is, what was received and how to fix it. Thrown when
 * the value is created or the routes are mounted if possible, else passed to `next`: a 500 whose message is for the
 * log.
 */
export class UsageError extends globalThis.Error {
  /** Stable; see `docs/usage-errors.md`. */
  readonly code: UsageCode;
  /** Read by Express and its error middleware: always 500, never exposed. */
  readonly status = 500;
  readonly statusCode = 500;
  readonly expose = false;

  constructor(code: UsageCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** The same error with the place put before its message. */
  at(place: string): UsageError {
    const placed = new UsageError(
      this.code,
      `${place}: ${this.message}`,
      Object.hasOwn(this, 'cause') ? { cause: this.cause } : {},
    );
    const stack = this.stack?.replace(this.message, () => placed.message);
    return stack === undefined
      ? placed
      : Object.defineProperty(placed, 'stack', { value: stack, configurable: true, writable: true });
  }

  static {
    Object.defineProperty(this.prototype, 'name', { value: 'UsageError', configurable: true, writable: true });
  }
}

/** Emits a warning of Node for something that works but is probably a mistake. */
export function warn(code: UsageCode, message: string): void {
  process.emitWarning(message, { type: 'ExpressReturnsWarning', code });
}

/**
 * The stable codes of developer errors, each with what it stands for. `docs/errors.md` has a section for each one.
 */
export const USAGE_CODES = {
  ERR_RETURNS_INIT: 'an option of a response is unknown or wrong',
  ERR_RETURNS_STATUS: 'a status that no response can have',
  ERR_RETURNS_HEADER: 'a header whose name or value cannot be sent',
  ERR_RETURNS_COOKIE: 'a cookie that cannot be sent as it is',
  ERR_RETURNS_BODY: 'a body that this response cannot have',
  ERR_RETURNS_BODY_USED: 'a body that can be read only once was read before',
  ERR_RETURNS_CHUNK: 'a chunk of a stream that is neither text nor bytes',
  ERR_RETURNS_EVENT: 'an event of an EventStream that cannot be sent as it is',
  ERR_RETURNS_LENGTH: 'a stream that does not have the promised Content-Length',
  ERR_RETURNS_HEAD_SENT: 'a response after the head of the reply was sent',
  ERR_RETURNS_RENDER: 'render(req) gave no response',
  ERR_RETURNS_TRANSFORM: 'a transform that gave no response',
  ERR_RETURNS_RESULT: 'a handler or guard returned what is no response',
  ERR_RETURNS_NO_RESULT: 'a handler returned nothing and has no other way to answer',
  ERR_RETURNS_THROWN: 'a handler threw what Express would misread',
  ERR_RETURNS_MEDIA_ROOT: 'a File without a root',
  ERR_RETURNS_ERROR_CODE: 'an error code that is wrong, unknown or defined twice',
  ERR_RETURNS_MESSAGE_DATA: 'values that do not fit the message of an error code',
  ERR_RETURNS_SETTINGS: 'a setting that is unknown or wrong',
  ERR_RETURNS_PATH: 'a path that can never match or that Express refuses',
  ERR_RETURNS_CONVERTER: 'a converter that is wrong or has no value to give',
  ERR_RETURNS_METHOD: 'a method that Node does not know',
  ERR_RETURNS_HANDLER: 'something that is no handler or no middleware',
  ERR_RETURNS_URL: 'a URL of a route that would not lead back to it',
  ERR_RETURNS_DUPLICATE: 'a route that can never be reached',
  ERR_RETURNS_UNREACHABLE: 'a function that is never called',
  ERR_RETURNS_SEALED: 'a change of routes that are mounted already',
  ERR_RETURNS_DECORATOR: 'a decorator used in a way that registers no route',
  ERR_RETURNS_MOUNT: 'something that routes cannot be mounted on',
  ERR_RETURNS_SERVER: 'something that no server can be made for',
} as const;

/** A stable code of a developer error. */
export type UsageCode = keyof typeof USAGE_CODES;

/**
 * An error of the developer who uses this library: its message says where, what came, and what to do. Thrown where
 * the value is made or the routes are mounted if that is possible, else handed to `next` (and so a 500 whose
 * message is for the log).
 */
export class UsageError extends globalThis.Error {
  /** Stable; see `docs/errors.md`. */
  readonly code: UsageCode;
  /** What Express and its error middleware read: always 500, never exposed. */
  readonly status = 500;
  readonly statusCode = 500;
  readonly expose = false;

  constructor(code: UsageCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** The same error, its message beginning with where it happened. */
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

/** Tells of something that works but is hardly meant, once, through Node's own warnings. */
export function warn(code: UsageCode, message: string): void {
  process.emitWarning(message, { type: 'ExpressReturnsWarning', code });
}

import { STATUS_CODES } from 'node:http';

/** Options of an `HTTPError`. */
export interface HTTPErrorOptions {
  /** The message for the log and for clients of a 4xx. @default the description of the status */
  readonly message?: string;
  /** Sent with the error reply by Express's own handler, and by others that understand http-errors. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * An HTTP error in the shape of http-errors, which Express and its error middleware understand: a 404 for a missing
 * file, a 503 for a handler that takes too long. It is passed to `next`, so that the app's own error handling makes the
 * reply. The reason is in `cause`, for the log.
 */
export class HTTPError extends globalThis.Error {
  readonly status: number;
  readonly statusCode: number;
  /** Whether a client may see the message: true for a 4xx. */
  readonly expose: boolean;
  readonly headers?: Readonly<Record<string, string>>;

  constructor(status: number, { message = STATUS_CODES[status], headers, cause }: HTTPErrorOptions = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.status = status;
    this.statusCode = status;
    this.expose = status < 500;
    if (headers !== undefined) this.headers = headers;
  }

  static {
    Object.defineProperty(this.prototype, 'name', { value: 'HTTPError', configurable: true, writable: true });
  }
}

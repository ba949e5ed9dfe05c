import { STATUS_CODES } from 'node:http';

/** What can be said of an `HTTPError` beside its status. */
export interface HTTPErrorOptions {
  /** For the log and for clients of a 4xx. Default: the description of the status. */
  readonly message?: string;
  /** Sent with the error reply by Express's own handler, and by whatever reads what http-errors makes. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * A request that cannot be answered as it was meant, in the shape of http-errors that Express and its error middleware
 * read: a 404 for a file that is not there, a 503 for a handler that takes too long. Handed to `next`, so that the
 * app's own error handling makes the reply. The reason stays in `cause`, for the log.
 */
export class HTTPError extends globalThis.Error {
  readonly status: number;
  readonly statusCode: number;
  /** Whether a client may see the message: for a 4xx. */
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

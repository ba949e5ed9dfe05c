/** The public details of an error, out of either error format. */
export interface ErrorOf<Code = number | string, Data = unknown> {
  readonly code: Code;
  readonly message: string;
  readonly data: Data;
}

/** A reply of any route, as it is read. */
export interface AnyReply {
  readonly status: number;
  readonly headers: Headers;
  readonly response: globalThis.Response;
  readonly body?: unknown;
  readonly events?: AsyncIterable<unknown>;
  readonly lines?: AsyncIterable<unknown>;
  readonly error?: ErrorOf | undefined;
}

/**
 * Thrown for a reply that no caller expects: a 5xx, an unknown path (the codes 1000 and 1001), and a body that the app
 * has not sent, such as the page of a proxy.
 */
export class UnexpectedReply extends globalThis.Error {
  declare readonly status: number;
  declare readonly headers: Headers;
  declare readonly response: globalThis.Response;
  /** JSON, text or a Blob. */
  declare readonly body: unknown;
  /** The details, where the body has those of an error. */
  declare readonly error: ErrorOf | undefined;

  constructor(request: string, reply: AnyReply, cause?: unknown) {
    super(`${request}: ${reply.status} ${reply.error?.message ?? reply.headers.get('Content-Type')}`, { cause });
    Object.assign(this, { name: 'UnexpectedReply', ...reply });
  }
}

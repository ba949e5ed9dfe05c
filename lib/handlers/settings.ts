import type { ErrorLists } from '../errors/error-list';
import type { ErrorFormat } from '../errors/error-reply';
import type { Exposes } from '../errors/exposes';
import type { Log } from '../writers/log';
import type { Transform } from '../writers/transform';
import type { CheckReturns } from './description';

/** Settings of a mount. */
export interface Settings {
  /** The root folder of files, relative to the working directory of the process. */
  readonly mediaRoot?: string;
  /** The error codes of the app, one list or several; a code that is defined twice is refused. */
  readonly errors?: ErrorLists;
  /**
   * `'envelope'` is `{"status":"error","code":...,"message":...}`, `'problem'` is RFC 9457, and a function makes the
   * reply itself. One that fails, or gives no response in the time of `timeout` (10 seconds without it), is logged and
   * gives a plain 500.
   *
   * @default 'envelope'
   */
  readonly errorFormat?: ErrorFormat;
  /** The URI prefix of the `type` of a problem, before the code: `'https://example.com/errors#'`. */
  readonly errorTypes?: string;
  /**
   * Whether the message of an error of another package, with a status from 400 to 499, is sent to the client.
   *
   * @default (error, isExposed) => isExposed
   */
  readonly exposes?: Exposes;
  /**
   * Called with every error that is answered with a 5xx, and with errors of `after` tasks.
   *
   * @default `console.error`; in the app env `test` nothing
   */
  readonly log?: Log;
  /** Functions that get every response before it is written, in this order, and return the one to write. */
  readonly transform?: Transform | readonly Transform[];
  /**
   * Milliseconds until each route must have begun its reply; then the client gets a 503 and `signal(req)` fires. The
   * `timeout` of a route replaces it.
   *
   * @default no limit
   */
  readonly timeout?: number;
  /** Whether text of params, query, headers and cookies is converted by the JSON Schema of its schema. @default true */
  readonly coerce?: boolean;
  /** Most bytes of a declared body where no parser ran before: a number, or a text such as `'1mb'`. @default '100kb' */
  readonly bodyLimit?: number | string;
  /** Whether fields that the schema of a declared JSON body does not have are left out of the reply. @default true */
  readonly strip?: boolean;
  /**
   * When the body of a declared reply is validated; one that its schema refuses is a 500. A number is the share of
   * requests, from 0 to 1.
   *
   * @default 'development', which is every env of the app but `production`
   */
  readonly checkReturns?: CheckReturns;
}

/** Settings of `routes.router()`, with the options of `express.Router`. */
export interface RouterSettings extends Settings {
  /** Whether `req.params` has the params of the parent router. @default false */
  readonly mergeParams?: boolean;
  /** Whether `/Users` and `/users` are two paths. @default false */
  readonly caseSensitive?: boolean;
  /** Whether `/users/` and `/users` are two paths. @default false */
  readonly strict?: boolean;
}

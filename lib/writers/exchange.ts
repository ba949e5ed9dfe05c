import type { Request, Response as ExpressResponse } from 'express';
import type { ErrorSettings } from '../errors/error-reply';
import type { AnyResponse } from '../responses/response';
import type { Log } from './log';
import type { TransformSettings } from './transform';

/** Settings of a mount that writers read. */
export interface WriteSettings extends ErrorSettings, TransformSettings {
  /** The absolute path of the folder for each `File` without a `root`. */
  readonly mediaRoot?: string;
  readonly log?: Log;
  /** Time in milliseconds within which the reply must begin. */
  readonly timeout?: number;
  /** Whether text of a request is converted by the JSON Schema of its schema. @default true */
  readonly coerce?: boolean;
  /** Most bytes of a declared body where no parser ran before. */
  readonly bodyLimit?: number;
  /** Whether fields that the schema of a JSON body does not have are left out. @default true */
  readonly strip?: boolean;
  /** The requests for which the body of a declared reply is validated. @default 'development' */
  readonly checkReturns?: 'development' | 'always' | 'never' | number;
  readonly outgoing?: Outgoing | undefined;
}

/** The step for all that goes out of a route with declared replies. */
export interface Outgoing {
  /** Returns the response that may leave, before any transform. Throws, or rejects, for one that may not. */
  filter(response: AnyResponse, exchange: Exchange): AnyResponse | Promise<AnyResponse>;
  /** Receives an error that a function threw, which the app's error handling will answer. Never throws. */
  noteThrown(error: unknown, exchange: Exchange): void;
}

/** One request, its reply and the settings of its mount. */
export interface Turn {
  readonly req: Request;
  readonly res: ExpressResponse;
  readonly settings: WriteSettings;
}

/** The call of one function for a request: passed through all writers. */
export interface Exchange extends Turn {
  /** The function whose response is written. */
  readonly fn?: { readonly name: string };
  /** How many responses have taken the place of a missing file. @default 0 */
  readonly fallbacks?: number;
  /** Receives a failure after the head of a reply for whose end no promise waits. Never throws. */
  fail(this: Exchange, error: unknown): void;
}

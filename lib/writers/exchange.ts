import type { Request, Response as ExpressResponse } from 'express';
import type { ErrorSettings } from '../errors/error-reply';
import type { Log } from './log';
import type { TransformSettings } from './transform';

/** Settings of a mount that writers read. */
export interface WriteSettings extends ErrorSettings, TransformSettings {
  /** The folder of a `File` that has no root of its own; absolute. */
  readonly mediaRoot?: string;
  readonly log?: Log;
  /** Milliseconds in which the reply must begin. */
  readonly timeout?: number;
}

/** One request, its reply and the settings of its mount: passed through all writers. */
export interface Exchange {
  readonly req: Request;
  readonly res: ExpressResponse;
  readonly settings: WriteSettings;
  /** How many responses have taken the place of a missing file. Default 0. */
  readonly fallbacks?: number;
}

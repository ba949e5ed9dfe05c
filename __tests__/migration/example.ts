import type { Express, RequestHandler } from 'express';

/** One handler of an app, as it was and as it is once moved. */
export interface Move {
  readonly byHand: RequestHandler<Record<string, string>>;
  readonly returned: RequestHandler<Record<string, string>>;
}

/** What a client asks in turn, with the cookie that it holds, and what the app must answer at every step. */
export interface Exchange {
  readonly ask: readonly [method: 'get' | 'post' | 'delete', path: string, headers?: Record<string, string>];
  readonly status: number;
  readonly text?: string;
  /** Each a value, or a matcher of Jest where spellings that mean the same differ. */
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** An app that is moved handler by handler: `createApp` wires whatever form each handler has by now. */
export interface Example<Name extends string = string> {
  readonly moves: Readonly<Record<Name, Move>>;
  createApp(handlers: Readonly<Record<Name, RequestHandler<Record<string, string>>>>): Express;
  readonly suite: readonly Exchange[];
}

/** Keeps the names of the handlers, so that the wiring is checked. */
export function defineExample<Name extends string>(example: Example<Name>): Example {
  return example;
}

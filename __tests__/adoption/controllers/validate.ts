import type { RequestHandler } from 'express';
import { HttpError } from './http-error';

export type Schema = Readonly<Record<string, (value: unknown) => boolean>>;

/** Middleware that refuses a body whose fields do not pass. */
export function validate(schema: Schema): RequestHandler {
  return (req, _res, next) => {
    const body = (req.body ?? {}) as Record<string, unknown>;
    const wrong = Object.keys(schema).filter((name) => schema[name]?.(body[name]) !== true);
    next(wrong.length === 0 ? undefined : new HttpError(422, 'Invalid body', wrong));
  };
}

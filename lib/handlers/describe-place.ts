import type { Request } from 'express';
import { cut } from '../diagnostics/describe';

/** Describes a place for messages, by method, path of the route and function: `GET /users/:id (getUser)`. */
export function describePlace({ req, fn }: { readonly req: Request; readonly fn: { readonly name: string } }): string {
  // A request of a unit test may have none of these.
  const { method = '', baseUrl = '', path = '' } = req as Partial<Request>;
  const pattern = (req.route as { readonly path?: unknown } | undefined)?.path;
  const text = pattern === undefined ? path : [pattern].flat().map(String).join(', ');
  return `${method} ${cut(baseUrl + text, 200)} (${fn.name === '' ? 'anonymous function' : fn.name})`.trimStart();
}

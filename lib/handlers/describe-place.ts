import type { Request } from 'express';
import { cut } from '../diagnostics/describe';

/** Where something happened, for messages: method, path of the route, function, as in `GET /users/:id (getUser)`. */
export function describePlace({ req, fn }: { readonly req: Request; readonly fn: { readonly name: string } }): string {
  const path = (req.route as { readonly path?: unknown } | undefined)?.path;
  const text = path === undefined ? req.path : [path].flat().map(String).join(', ');
  return `${req.method} ${cut(req.baseUrl + text, 200)} (${fn.name === '' ? 'anonymous function' : fn.name})`;
}

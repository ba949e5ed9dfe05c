import type { Request } from 'express';
import { cut, describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';

/** Where something happened. */
interface Place {
  readonly req: Request;
  readonly fn: { readonly name: string };
}

/** Method, path of the route and name of the function, for messages: `GET /users/:id (getUser)`. */
export function describePlace({ req, fn }: Place): string {
  const path = (req.route as { readonly path?: unknown } | undefined)?.path;
  const text = path === undefined ? req.path : [path].flat().map(String).join(', ');
  return `${req.method} ${cut(req.baseUrl + text, 200)} (${fn.name === '' ? 'anonymous function' : fn.name})`;
}

/**
 * What can be handed to `next`: it takes a falsy value for "no error", and the texts 'route' and 'router' for "go
 * on", which past a failed authorisation would be a hole.
 */
export function toThrowable(thrown: unknown, place: Place): unknown {
  if (Boolean(thrown) && thrown !== 'route' && thrown !== 'router') return thrown;
  return new UsageError(
    'ERR_RETURNS_THROWN',
    `${describePlace(place)} threw ${describe(thrown)}; throw a response or an error.`,
    { cause: thrown },
  );
}

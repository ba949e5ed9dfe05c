import type { Request } from 'express';
import { shared } from '../streams/shared-state';

interface Noted {
  readonly methods: Set<string>;
  /** Not looked at yet: only `notFound` ever asks, and most requests that pass are somebody else's. */
  readonly pending: Iterable<string>[];
}

// Beside the request, where middleware and handlers neither see nor change it. Of all copies of the package, since
// `notFound()` of one answers for the routes of all.
const allowed = shared('allowed-methods.1', () => new WeakMap<Request, Noted>());

/** Notes which methods a path has that a request came for with another one; they are iterated if somebody asks. */
export function noteAllowedMethods(req: Request, methods: Iterable<string>): void {
  const noted = allowed.get(req);
  if (noted === undefined) allowed.set(req, { methods: new Set(), pending: [methods] });
  else noted.pending.push(methods);
}

/** The methods that all mounts have noted for a request; none where no path was known. */
export function allowedMethods(req: Request): ReadonlySet<string> {
  const noted = allowed.get(req);
  if (noted === undefined) return NONE;
  for (const methods of noted.pending.splice(0)) for (const method of methods) noted.methods.add(method);
  return noted.methods;
}

const NONE: ReadonlySet<string> = new Set();

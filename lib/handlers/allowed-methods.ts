import type { Request } from 'express';
import { shared } from '../streams/shared-state';

interface AllowedMethods {
  readonly methods: Set<string>;
  /**
   * Methods that are not evaluated yet: only `notFound` reads them, and other routes answer most requests that pass.
   */
  readonly pending: Iterable<string>[];
}

// Beside the request, where middleware and handlers neither see nor change it. Of all copies of the package, since
// `notFound()` of one answers for the routes of all.
const allowed = shared('allowed-methods.1', () => new WeakMap<Request, AllowedMethods>());

/** Records the methods of a path whose own method did not match. Evaluated lazily. */
export function noteAllowedMethods(req: Request, methods: Iterable<string>): void {
  const noted = allowed.get(req);
  if (noted === undefined) allowed.set(req, { methods: new Set(), pending: [methods] });
  else noted.pending.push(methods);
}

/** Returns the methods that all mounts have recorded for a request; none if no route has its path. */
export function allowedMethods(req: Request): ReadonlySet<string> {
  const noted = allowed.get(req);
  if (noted === undefined) return NONE;
  for (const methods of noted.pending.splice(0)) for (const method of methods) noted.methods.add(method);
  return noted.methods;
}

const NONE: ReadonlySet<string> = new Set();

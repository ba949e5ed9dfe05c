import type { Request } from 'express';

// By the request and outside of it: nothing that middleware or a handler could see or change.
const allowed = new WeakMap<Request, Set<string>>();

/** Notes which methods a path has that a request came for with another one. */
export function noteAllowedMethods(req: Request, methods: Iterable<string>): void {
  const noted = allowed.get(req);
  if (noted === undefined) allowed.set(req, new Set(methods));
  else for (const method of methods) noted.add(method);
}

/** The methods that all mounts have noted for a request; none where no path was known. */
export function allowedMethods(req: Request): ReadonlySet<string> {
  return allowed.get(req) ?? NONE;
}

const NONE: ReadonlySet<string> = new Set();

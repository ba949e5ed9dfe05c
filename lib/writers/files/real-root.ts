import { promises } from 'node:fs';

const FRESH_MILLISECONDS = 1000;
const MOST_ROOTS = 1000;

// A cache, since resolving the root for each request goes through the thread pool: docs/performance.md.
const known = new Map<string, { readonly path: string; readonly since: number }>();

/**
 * The real path of a root if it was resolved within the last second. A root may be a symlink that a deployment changes.
 */
export function knownRoot(root: string): string | undefined {
  const found = known.get(root);
  return found !== undefined && Date.now() - found.since < FRESH_MILLISECONDS ? found.path : undefined;
}

/** Resolves the current real path of a root. */
export async function resolveRoot(root: string): Promise<string> {
  const path = await promises.realpath(root);
  // Bounds the cache for apps with a root for each user.
  if (known.size >= MOST_ROOTS) known.clear();
  known.set(root, { path, since: Date.now() });
  return path;
}

import { promises } from 'node:fs';

const FRESH_MILLISECONDS = 1000;
const MOST_ROOTS = 1000;

// Measured: to resolve the root for each request costs a small file an eighth of its speed.
const known = new Map<string, { readonly path: string; readonly since: number }>();

/** The real path of a root, where it was looked up within the last second: a root may be a symlink that a deployment turns. */
export function knownRoot(root: string): string | undefined {
  const found = known.get(root);
  return found !== undefined && Date.now() - found.since < FRESH_MILLISECONDS ? found.path : undefined;
}

/** The real path of a root as it is now. */
export async function resolveRoot(root: string): Promise<string> {
  const path = await promises.realpath(root);
  // A root for each user would otherwise stay for ever.
  if (known.size >= MOST_ROOTS) known.clear();
  known.set(root, { path, since: Date.now() });
  return path;
}

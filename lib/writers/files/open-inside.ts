import { constants, fstatSync, open, promises, readlinkSync } from 'node:fs';
import { sep } from 'node:path';
import { HTTPError } from '../../http/http-error';
import { closeDescriptor, OpenFile } from './open-file';
import { knownRoot, resolveRoot } from './real-root';
import { refusePath, type PathRules } from './safe-path';

/** What loosens the wall, knowingly. */
export interface WallRules extends PathRules {
  readonly followSymlinks?: boolean | undefined;
}

// Without O_NONBLOCK a FIFO would hold a thread of the pool until somebody writes to it: four requests, and no file is
// served any more. Without O_NOCTTY a terminal might become that of the process. Windows has neither.
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** A wrong path, whatever it is that is wrong: nobody shall learn more than that no such file is served. */
const NOT_FOUND = new Set([
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'ELOOP',
  'ENAMETOOLONG',
  'EISDIR',
  'EINVAL',
  'EILSEQ',
  'ENXIO',
  'ENODEV',
  'EOPNOTSUPP',
]);

/** Out of descriptors or memory: true for now, and no fault of the request. */
const UNAVAILABLE = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/**
 * Opens a file that lies inside a folder: a regular file, whose real path is under the real path of the folder. It is
 * opened once, and all questions are put to what was opened, not to a name that may mean another file by then.
 *
 * @throws HTTPError 404 for everything that is no such file, 503 when the process has no descriptor left. The reason is
 * its `cause`.
 */
export async function openInside(root: string, path: string, rules: WallRules): Promise<OpenFile> {
  const refusal = refusePath(path, rules);
  if (refusal !== undefined) throw notFound(refusal);
  try {
    const rootBefore = knownRoot(root) ?? (await resolveRoot(root));
    // Not join(), which takes `a.txt/.` for `a.txt`: what a path means is for the system to say.
    const name = `${root}${sep}${path}`;
    const descriptor = await openName(name);
    try {
      // Not waited for: the facts of an open file are in memory. Measured, a way through the thread pool costs a small
      // file an eighth of its speed.
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) throw notFound('It is no regular file.');
      if (rules.followSymlinks !== true) {
        const real = realPathFromKernel(descriptor) ?? (await realPathOf(descriptor, name));
        // The root may have been turned to another folder in between.
        if (!isInside(rootBefore, real) && !isInside(await resolveRoot(root), real))
          throw notFound('A symlink leaves the root.');
      }
      return new OpenFile(descriptor, stats);
    } catch (error) {
      closeDescriptor(descriptor);
      throw error;
    }
  } catch (error) {
    throw error instanceof HTTPError ? error : new HTTPError(statusOf(error), { cause: error });
  }
}

function notFound(reason: string): HTTPError {
  return new HTTPError(404, { cause: new globalThis.Error(reason) });
}

function statusOf(error: unknown): number {
  const code = String((error as { readonly code?: unknown }).code);
  if (NOT_FOUND.has(code)) return 404;
  return UNAVAILABLE.has(code) ? 503 : 500;
}

function isInside(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function openName(name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    open(name, FLAGS, (error, descriptor) => {
      if (error === null) resolve(descriptor);
      else reject(error);
    });
  });
}

/** Where an open file is. Linux tells it of the descriptor itself, from memory, so that it need not be waited for. */
function realPathFromKernel(descriptor: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    // No /proc here, or a path longer than it tells.
    return undefined;
  }
}

/** Where an open file is, by its name, which is resolved once more and must still mean the file that was opened. */
async function realPathOf(descriptor: number, name: string): Promise<string> {
  const path = await promises.realpath(name);
  const found = await promises.stat(path, { bigint: true });
  const opened = fstatSync(descriptor, { bigint: true });
  if (found.dev !== opened.dev || found.ino !== opened.ino)
    throw notFound('The file was replaced while it was opened.');
  return path;
}

import { constants, fstatSync, open, promises, readlinkSync } from 'node:fs';
import { sep } from 'node:path';
import { HTTPError } from '../../http/http-error';
import { closeDescriptor, OpenFile } from './open-file';
import { knownRoot, resolveRoot } from './real-root';
import { refusePath, type PathRules } from './safe-path';

/** Options that relax the checks. */
export interface OpenRules extends PathRules {
  readonly followSymlinks?: boolean | undefined;
}

// Without O_NONBLOCK a FIFO blocks a thread of the pool until it is written to: four such requests would stop all file
// access. Without O_NOCTTY a terminal could become the controlling terminal. Windows has neither flag.
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Codes that become a 404. The client must not learn which one it was. */
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

/** Out of descriptors or memory: temporary, so a 503. */
const UNAVAILABLE = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/**
 * Opens a regular file whose real path is inside the real path of a folder. The file is opened once and all checks use
 * the descriptor, since its name may refer to another file later.
 *
 * @throws HTTPError 404 if there is no such file, 503 if the process is out of descriptors. The reason is in `cause`.
 */
export async function openInside(root: string, path: string, rules: OpenRules): Promise<OpenFile> {
  const refusal = refusePath(path, rules);
  if (refusal !== undefined) throw notFound(refusal);
  try {
    const rootBefore = knownRoot(root) ?? (await resolveRoot(root));
    // Not join(), which turns `a.txt/.` into `a.txt`: the system must resolve the path.
    const name = `${root}${sep}${path}`;
    const descriptor = await openName(name);
    try {
      // Synchronous: the kernel has the metadata of an open file in memory, and the thread pool costs more:
      // docs/performance.md.
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) throw notFound('It is not a regular file.');
      if (rules.followSymlinks !== true) {
        const real = realPathFromKernel(descriptor) ?? (await realPathOf(descriptor, name));
        // The root may have been changed to another folder meanwhile.
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

/** The real path of an open file from Linux, which has it in memory, so that the call does not block. */
function realPathFromKernel(descriptor: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    // No /proc, or a path that is too long for it.
    return undefined;
  }
}

/** The real path of an open file by its name, which is resolved again and must still refer to the opened file. */
async function realPathOf(descriptor: number, name: string): Promise<string> {
  const path = await promises.realpath(name);
  const found = await promises.stat(path, { bigint: true });
  const opened = fstatSync(descriptor, { bigint: true });
  if (found.dev !== opened.dev || found.ino !== opened.ino)
    throw notFound('The file was replaced while it was opened.');
  return path;
}

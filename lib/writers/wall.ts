import { constants } from 'node:fs';
import { open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { BigIntStats } from 'node:fs';
import { HTTPError } from '../diagnostics/http-error';
import { OpenFile } from './open-file';
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
    const realRoot = await realpath(root);
    const name = join(realRoot, path);
    const handle = await open(name, FLAGS);
    try {
      const stats = await handle.stat({ bigint: true });
      if (!stats.isFile()) throw notFound('It is no regular file.');
      if (rules.followSymlinks !== true && !isInside(realRoot, await realPathOf(handle, name, stats)))
        throw notFound('A symlink leaves the root.');
      return new OpenFile(handle, Number(stats.size), stats.mtimeNs);
    } catch (error) {
      await handle.close();
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

/**
 * Where the opened file is. Linux tells it of the descriptor itself. Elsewhere the name is resolved once more, and must
 * still mean the file that was opened.
 */
async function realPathOf(handle: FileHandle, name: string, opened: BigIntStats): Promise<string> {
  if (process.platform === 'linux') {
    try {
      return await readlink(`/proc/self/fd/${handle.fd}`);
    } catch {
      // No /proc here.
    }
  }
  const path = await realpath(name);
  const found = await stat(path, { bigint: true });
  if (found.dev !== opened.dev || found.ino !== opened.ino)
    throw notFound('The file was replaced while it was opened.');
  return path;
}

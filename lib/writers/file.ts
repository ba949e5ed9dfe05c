import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import type { Response as ExpressResponse } from 'express';
import { HTTPError } from '../diagnostics/http-error';
import { UsageError } from '../diagnostics/usage-error';
import type { FileBody } from '../responses/file';
import type { AnyResponse } from '../responses/response';
import { commit, isAnswered } from './transaction';

/** Sends a file inside its root by `res.sendFile`. */
export async function writeFile(
  response: AnyResponse,
  res: ExpressResponse,
  file: FileBody,
  mediaRoot: string | undefined,
): Promise<void> {
  const root = file.root ?? mediaRoot;
  if (root === undefined) {
    throw new UsageError(
      'ERR_RETURNS_MEDIA_ROOT',
      'A File needs a folder to be in: give routes.router({ mediaRoot }), or new File(path, { root }).',
    );
  }
  await checkInside(root, file.path);
  if (isAnswered(res)) return;

  try {
    await commit(response, res, () => sendFile(res, file.path, root));
  } catch (error) {
    if (isClientGone(error)) return;
    throw isNotFound(error) ? new HTTPError(404, { cause: error }) : error;
  }
}

function sendFile(res: ExpressResponse, path: string, root: string): Promise<void> {
  return new Promise((resolve, reject) => {
    res.sendFile(path, { root, dotfiles: 'ignore', index: false } as object, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}

/** Refuses what climbs out of the root, through `..` or a symlink, and what is no file (a FIFO would block a thread for ever). */
async function checkInside(root: string, path: string): Promise<void> {
  try {
    if (isAbsolute(path)) throw new globalThis.Error("The path is absolute; a File's path is relative to its root.");
    if (path === '' || path.includes('\0') || path.split(/[/\\]/).includes('..'))
      throw new globalThis.Error('The path leaves the root.');
    const realRoot = await realpath(root);
    const real = await realpath(join(realRoot, path));
    if (!real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep))
      throw new globalThis.Error('A symlink leaves the root.');
    if (!(await stat(real)).isFile()) throw new globalThis.Error('It is no file.');
  } catch (cause) {
    throw new HTTPError(404, { cause });
  }
}

function isClientGone(error: unknown): boolean {
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
  return code === 'ECONNABORTED' || code === 'ECONNRESET' || syscall === 'write';
}

/** 412 and 416 are answers; every other way in which `send` refuses a path is "no such file". */
function isNotFound(error: unknown): boolean {
  const { status, code } = error as { readonly status?: unknown; readonly code?: unknown };
  return error instanceof URIError || code === 'EACCES' || status === 400 || status === 403 || status === 404;
}

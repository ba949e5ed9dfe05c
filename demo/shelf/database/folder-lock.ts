import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRunning } from '../process/is-running';

/**
 * Keeps a second process out of a folder that only one may use. Returns a function that gives it free.
 *
 * @throws Error for a folder that a running process uses.
 */
export function lockFolder(folder: string): () => void {
  const file = `${folder}.lock`;
  mkdirSync(dirname(file), { recursive: true });
  const other = ownerOf(file);
  if (other !== undefined)
    throw new Error(
      `${folder} is used by the process ${other}. Stop that one, or give another folder: SHELF_DATA=... npm start`,
    );
  writeFileSync(file, String(process.pid));
  return () => {
    rmSync(file, { force: true });
  };
}

/** The process that has written a lock, if it still runs. */
function ownerOf(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8'));
  return pid !== process.pid && isRunning(pid) ? pid : undefined;
}

import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isRunning } from '../process/is-running';

/** The age from which a folder of another machine cannot have a file of an upload that still runs, in milliseconds. */
const STALE = 24 * 60 * 60 * 1000;

/** The folder of the files, and in `.incoming` a folder of each process for those that are not complete yet. */
export class MediaFolder {
  readonly root: string;
  /**
   * In a folder whose name begins with a dot, so that no `File` is sent from it; renaming within one disk is one step.
   */
  readonly incoming: string;

  constructor(root: string) {
    this.root = root;
    this.incoming = join(root, '.incoming', `${hostname()}.${process.pid}`);
    mkdirSync(this.incoming, { recursive: true });
  }

  /** Moves a complete file to its place, and gives its name there: never one that a client chose. */
  async keep(path: string, extension: string): Promise<string> {
    const name = `${randomUUID()}.${extension}`;
    await rename(path, join(this.root, name));
    return name;
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.root, name), { force: true });
  }

  /** Removes what uploads of processes that were killed have left. To be called before the first upload. */
  async sweep(): Promise<void> {
    await this.#removeUnused();
    mkdirSync(this.incoming, { recursive: true });
  }

  /**
   * Removes the folder of this process, and those of processes that were killed. To be called after the last upload.
   */
  async close(): Promise<void> {
    await this.#removeUnused();
  }

  async #removeUnused(): Promise<void> {
    const all = dirname(this.incoming);
    for (const name of await readdir(all)) {
      const path = join(all, name);
      if (!(await isInUse(path))) await rm(path, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

/**
 * Whether an upload may run into the folder of a process. One with the name of this process is left from an earlier
 * one.
 */
async function isInUse(folder: string): Promise<boolean> {
  const [, host, pid] = /^(.*)\.(\d+)$/.exec(basename(folder)) ?? [];
  if (host === hostname()) return Number(pid) !== process.pid && isRunning(Number(pid));
  const made = await stat(folder).catch(() => undefined); // Another process may have removed it.
  return made !== undefined && made.mtimeMs > Date.now() - STALE;
}

import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The age from which an incoming file cannot be one of an upload that still runs, in milliseconds. */
const STALE = 24 * 60 * 60 * 1000;

/** The folder of the files, and a folder in it for those that are not complete yet. */
export class MediaFolder {
  readonly root: string;
  /** Its name begins with a dot, so that no `File` is ever sent from it; renaming within one disk is one step. */
  readonly incoming: string;

  constructor(root: string) {
    this.root = root;
    this.incoming = join(root, '.incoming');
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

  /** Removes what uploads of a process that was killed have left. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.incoming)) {
      const path = join(this.incoming, name);
      const { mtimeMs } = await stat(path);
      if (mtimeMs < Date.now() - STALE) await rm(path, { force: true });
    }
  }
}

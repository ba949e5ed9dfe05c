import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a name in a tree is: a file's content, a symlink, a FIFO, or a folder. */
export type Entry = string | Buffer | { readonly link: string } | { readonly fifo: true } | { readonly folder: true };

/** When every file of a tree was modified: long ago, so that its time is a strong validator. */
export const MODIFIED = new Date('2026-01-02T03:04:05Z');

/** Makes files in a folder of its own; paths may lead out of it by one `../`, but not further. */
export function makeTree(entries: Readonly<Record<string, Entry>>): {
  readonly root: string;
  readonly remove: () => void;
} {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'express-returns-')));
  const root = join(base, 'media');
  mkdirSync(root);
  for (const [path, entry] of Object.entries(entries)) makeEntry(join(root, path), entry);
  return {
    root,
    remove: () => {
      rmSync(base, { recursive: true });
    },
  };
}

export function makeEntry(path: string, entry: Entry): void {
  mkdirSync(dirname(path), { recursive: true });
  if (typeof entry === 'string' || Buffer.isBuffer(entry)) {
    writeFileSync(path, entry);
    utimesSync(path, MODIFIED, MODIFIED);
  } else if ('link' in entry) symlinkSync(entry.link, path);
  else if ('fifo' in entry) execFileSync('mkfifo', [path]);
  else mkdirSync(path, { recursive: true });
}

/** Takes away the right to read; root reads all the same, so that a test must ask whether it worked. */
export function makeUnreadable(path: string): boolean {
  chmodSync(path, 0);
  return process.getuid?.() !== 0;
}

import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { devDependencies } from '../../package.json';

const MADE = join(__dirname, '../../node_modules/.cache', `pglite-${devDependencies['@electric-sql/pglite']}`);

/**
 * A folder for a shelf, with an empty database in it. Making one takes seconds, so one is made and copied; the first
 * import of the test file is helpers/pglite.
 */
export async function createShelfFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'shelf-'));
  const database = join(folder, 'database');
  if (existsSync(MADE)) cpSync(MADE, database, { recursive: true });
  else {
    const db = new PGlite(database);
    await db.waitReady;
    await db.close();
    keep(database);
  }
  return folder;
}

/** Keeps a copy, in one step: other tests may do the same. */
function keep(database: string): void {
  mkdirSync(dirname(MADE), { recursive: true });
  const copy = mkdtempSync(`${MADE}-`);
  cpSync(database, copy, { recursive: true });
  try {
    renameSync(copy, MADE);
  } catch {
    rmSync(copy, { recursive: true });
  }
}

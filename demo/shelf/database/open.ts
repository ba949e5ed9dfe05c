import type { Database } from './database';
import { lockFolder } from './folder-lock';
import { openPGlite } from './pglite';
import { connectPostgres } from './postgres';
import { SCHEMA } from './schema';

/** Opens a server by its URL, else the embedded database in a folder. Creates the tables where they are missing. */
export async function openDatabase(url: string | undefined, folder: string): Promise<Database> {
  const database = await (url === undefined ? openLocked(folder) : connectPostgres(url));
  await database.script(SCHEMA);
  return database;
}

async function openLocked(folder: string): Promise<Database> {
  const unlock = lockFolder(folder);
  const database = await openPGlite(folder);
  const close = async (): Promise<void> => {
    await database.close();
    unlock();
  };
  return { ...database, close };
}

import { join } from 'node:path';
import type { Express } from 'express';
import type { Shelf } from './api/shelf';
import { createApp } from './app';
import { Catalogue } from './catalogue/catalogue';
import { Changes } from './catalogue/changes';
import { People } from './catalogue/people';
import type { Database } from './database/database';
import { openDatabase } from './database/open';
import { MediaFolder } from './media/media-folder';
import { seed } from './seed/seed';

/** Where the shelf keeps what it has. */
export interface ShelfSettings {
  /** The URL of a PostgreSQL server. @default the embedded database, in the folder */
  readonly databaseURL: string | undefined;
  /** The folder of the files. */
  readonly folder: string;
}

/** An open shelf. */
export interface OpenShelf {
  readonly app: Express;
  /** Closes the database and removes what broken uploads have left, once all replies are over. */
  close(): Promise<void>;
}

/** Opens the database and the folder, fills them at the first start, and makes the app. */
export async function openShelf({ databaseURL, folder }: ShelfSettings, ...others: Express[]): Promise<OpenShelf> {
  const database = await openDatabase(databaseURL, join(folder, 'database'));
  try {
    const shelf = createShelf(database, join(folder, 'media'));
    await shelf.folder.sweep();
    await seed(shelf);
    await shelf.changes.start();
    const close = async (): Promise<void> => {
      await shelf.folder.close();
      await database.close();
    };
    return { app: createApp(shelf, ...others), close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

export function createShelf(database: Database, mediaRoot: string): Shelf {
  const catalogue = new Catalogue(database);
  const changes = new Changes(database, catalogue);
  return { catalogue, changes, people: new People(database), folder: new MediaFolder(mediaRoot) };
}

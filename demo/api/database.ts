import type { Database as Opened } from '../shelf/database/database';
import { openPGlite } from '../shelf/database/pglite';
import { connectPostgres } from '../shelf/database/postgres';

const TABLES = `
  select pg_advisory_xact_lock(2102);  -- Processes that start at the same time do this one after the other.

  create table if not exists users (id serial primary key, name text not null unique, password text not null, picture bytea);
  create table if not exists orders (
    id serial primary key, user_id integer not null references users, article text not null, count integer not null,
    at timestamptz not null default now()
  );
  insert into users (name, password)
    select * from (values ('Ada', 'countess'), ('Grace', 'compiler')) as first where not exists (select from users);
`;

/**
 * The PostgreSQL server of `DATABASE_URL`, else one in the memory of this process, which leaves nothing behind. It
 * begins with the first query.
 */
export class Database {
  #opened: Promise<Opened> | undefined;

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    this.#opened ??= open().catch((error: unknown) => {
      this.#opened = undefined; // The next query tries again.
      throw error;
    });
    return (await this.#opened).query<Row>(text, values);
  }
}

async function open(): Promise<Opened> {
  const url = process.env['DATABASE_URL'];
  const database = await (url === undefined ? openPGlite() : connectPostgres(url));
  await database.script(TABLES);
  return database;
}

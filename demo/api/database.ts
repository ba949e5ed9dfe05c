import { PGlite } from '@electric-sql/pglite';

const TABLES = `
  CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL UNIQUE, password text NOT NULL, picture bytea);
  CREATE TABLE orders (
    id serial PRIMARY KEY, user_id integer NOT NULL REFERENCES users, article text NOT NULL, count integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
  );
  INSERT INTO users (name, password) VALUES ('Ada', 'countess'), ('Grace', 'compiler');
`;

/** A Postgres in the memory of this process, which begins with the first query and leaves nothing behind. */
export class Database {
  #opened: Promise<PGlite> | undefined;

  async query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    this.#opened ??= open();
    return (await (await this.#opened).query<Row>(text, values)).rows;
  }
}

async function open(): Promise<PGlite> {
  const database = await PGlite.create();
  await database.exec(TABLES);
  return database;
}

/** The part of a PostgreSQL that the shelf uses: embedded (pglite.ts) or a server (postgres.ts). */
export interface Database {
  /** Runs one statement, in which `$1` stands for the first of the values. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs several statements as one transaction. */
  script(text: string): Promise<void>;
  /** Reads the rows of a query piece by piece, so that a table of any size needs no memory. */
  cursor<Row>(text: string): AsyncGenerator<Row>;
  /** Calls a function for every NOTIFY of a channel, of this process and of others. */
  listen(channel: string, onNotify: () => void): Promise<void>;
  close(): Promise<void>;
}

/** Rows that are fetched at once. */
const BATCH = 200;

/** Reads a cursor to its end. */
export async function* rowsOf<Row>(fetch: (count: number) => Promise<readonly Row[]>): AsyncGenerator<Row> {
  for (;;) {
    const rows = await fetch(BATCH);
    yield* rows;
    if (rows.length < BATCH) return;
  }
}

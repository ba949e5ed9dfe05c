import { PGlite } from '@electric-sql/pglite';
import { rowsOf, type Database } from './database';

/** Opens the embedded PostgreSQL: its data in a folder, or in memory where there is none. */
export async function openPGlite(folder?: string): Promise<Database> {
  const db = new PGlite(folder);
  await db.waitReady;
  let cursors = 0;

  return {
    async query<Row>(text: string, values: readonly unknown[] = []) {
      return (await db.query<Row>(text, [...values])).rows;
    },
    async script(text) {
      await db.exec(text);
    },
    async *cursor<Row>(text: string) {
      const name = `cursor_${++cursors}`;
      // WITH HOLD, since there is one connection only: a transaction would keep all others out until the last row is
      // read.
      await db.exec(`declare ${name} cursor with hold for ${text}`);
      try {
        yield* rowsOf(async (count) => (await db.query<Row>(`fetch ${count} from ${name}`)).rows);
      } finally {
        await db.exec(`close ${name}`);
      }
    },
    async listen(channel, onNotify) {
      await db.listen(channel, onNotify);
    },
    async close() {
      await db.close();
    },
  };
}

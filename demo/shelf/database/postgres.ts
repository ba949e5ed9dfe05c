import type { Pool } from 'pg';
import { rowsOf, type Database } from './database';
import { startListener } from './listener';

/** Connects to a PostgreSQL server, which several processes and machines may share. */
export async function connectPostgres(url: string): Promise<Database> {
  const pool = await createPool(url, 10);
  // Of their own: exports that clients read slowly do not keep connections from other requests.
  const cursors = await createPool(url, 4);
  const stops: (() => Promise<void>)[] = [];

  return {
    async query<Row>(text: string, values: readonly unknown[] = []) {
      return (await pool.query<Row>(text, [...values])).rows;
    },
    async script(text) {
      await pool.query(text);
    },
    async *cursor<Row>(text: string) {
      const client = await cursors.connect();
      client.on('error', ignore); // The next query fails and says so.
      let isComplete = false;
      try {
        await client.query(`begin read only; declare rows cursor for ${text}`);
        yield* rowsOf(async (count) => (await client.query<Row>(`fetch ${count} from rows`)).rows);
        await client.query('commit');
        isComplete = true;
      } finally {
        client.off('error', ignore);
        client.release(!isComplete); // A connection whose transaction is open is closed.
      }
    },
    async listen(channel, onNotify) {
      stops.push(await startListener(url, channel, onNotify));
    },
    async close() {
      await Promise.all(stops.map((stop) => stop()));
      await Promise.all([pool.end(), cursors.end()]);
    },
  };
}

async function createPool(connectionString: string, max: number): Promise<Pool> {
  const { Pool } = await import('pg'); // Loaded only where there is a server.
  const pool = new Pool({ connectionString, max, connectionTimeoutMillis: 10_000 });
  return pool.on('error', ignore); // Of a connection that nothing uses: the pool replaces it.
}

function ignore(): void {
  // On purpose.
}

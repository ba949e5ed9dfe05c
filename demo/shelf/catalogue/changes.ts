import { EventEmitter, on } from 'node:events';
import type { Database } from '../database/database';
import { CHANNEL } from '../database/schema';
import type { Catalogue, Media } from './catalogue';

/** An event of the live feed. Its number goes up by time, for all processes alike. */
export type Change =
  | { readonly id: number; readonly name: 'added'; readonly media: Media }
  | { readonly id: number; readonly name: 'removed'; readonly media: { readonly id: number } };

interface Row {
  readonly id: number;
  readonly name: Change['name'];
  readonly media: number;
}

/** The changes of the shelf, by this process and by others. */
export class Changes {
  readonly #database: Database;
  readonly #catalogue: Catalogue;
  readonly #bus = new EventEmitter().setMaxListeners(0);

  constructor(database: Database, catalogue: Catalogue) {
    this.#database = database;
    this.#catalogue = catalogue;
  }

  /** Begins to listen to the database: one connection for all feeds of this process. */
  async start(): Promise<void> {
    await this.#database.listen(CHANNEL, () => this.#bus.emit('change'));
  }

  /** The number of the newest change. */
  async latest(): Promise<number> {
    const [row] = await this.#database.query<{ id: number }>('select coalesce(max(id), 0) as id from events');
    return row?.id ?? 0;
  }

  /** The changes after one, and then those to come, until the signal ends it. */
  async *after(last: number, signal: AbortSignal): AsyncGenerator<Change> {
    // Listens first, so that nothing falls between. A notification only wakes: what is new is asked of the table.
    const notifications = on(this.#bus, 'change', { signal });
    do {
      const rows = await this.#database.query<Row>('select * from events where id > $1 order by id', [last]);
      for (const row of rows) {
        last = row.id;
        const change = await this.#changeOf(row);
        if (change !== undefined) yield change;
      }
    } while ((await notifications.next()).done !== true);
  }

  /** `undefined` for a medium that was added and is gone again: its removal follows. */
  async #changeOf({ id, name, media }: Row): Promise<Change | undefined> {
    if (name === 'removed') return { id, name, media: { id: media } };
    const added = await this.#catalogue.get(media);
    return added && { id, name, media: added };
  }
}

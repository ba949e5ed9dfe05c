import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database';

export const KINDS = ['picture', 'sound', 'video'] as const;
export type Kind = (typeof KINDS)[number];

/** A picture, a sound or a video on the shelf. */
export interface Media {
  readonly id: number;
  readonly title: string;
  readonly kind: Kind;
  /** The media type, such as `image/png`. */
  readonly type: string;
  readonly bytes: number;
  /** The name of the file as its owner gave it, in any script. */
  readonly name: string;
  readonly owner: string;
  /** ISO 8601. */
  readonly added: string;
}

/** A medium with the name of its file in the media root. */
export interface StoredMedia extends Media {
  readonly file: string;
}

export interface Page {
  readonly items: Media[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

export const PAGE_SIZE = 12;

type Row = Omit<StoredMedia, 'added'> & { readonly added: Date };

const toMedia = ({ file: _file, ...row }: Row): Media => ({ ...row, added: new Date(row.added).toISOString() });

/** The media of the shelf, as the database has them. */
export class Catalogue {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** One page, newest first, of the media whose title has a text in it. */
  async page(page: number, { search = '', kind }: { search?: string; kind?: Kind | undefined } = {}): Promise<Page> {
    const matching = 'from media where position(lower($1) in lower(title)) > 0 and ($2::text is null or kind = $2)';
    const values = [search, kind ?? null];
    const [count] = await this.#database.query<{ total: number }>(`select count(*)::int as total ${matching}`, values);
    const total = count?.total ?? 0;
    const rows = await this.#database.query<Row>(`select * ${matching} order by id desc limit ${PAGE_SIZE} offset $3`, [
      ...values,
      (page - 1) * PAGE_SIZE,
    ]);
    return { items: rows.map(toMedia), total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
  }

  async get(id: number): Promise<Media | undefined> {
    const row = await this.#row(id);
    return row && toMedia(row);
  }

  /** The same with the name of the file. */
  async stored(id: number): Promise<StoredMedia | undefined> {
    const row = await this.#row(id);
    return row && { ...toMedia(row), file: row.file };
  }

  /** All media, oldest first, read while they are sent. */
  async *all(): AsyncGenerator<Media> {
    for await (const row of this.#database.cursor<Row>('select * from media order by id')) yield toMedia(row);
  }

  async add(media: Omit<StoredMedia, 'id' | 'added'>): Promise<Media> {
    const { title, kind, type, bytes, name, file, owner } = media;
    const rows = await this.#database.query<Row>(
      'insert into media (title, kind, type, bytes, name, file, owner) values ($1, $2, $3, $4, $5, $6, $7) returning *',
      [title, kind, type, bytes, name, file, owner],
    );
    return toMedia(...(rows as [Row]));
  }

  async remove(id: number): Promise<void> {
    await this.#database.query('delete from media where id = $1', [id]);
  }

  /** The code of the short link to a medium, always the same. */
  async link(id: number): Promise<string> {
    const [row] = await this.#database.query<{ code: string }>(
      'insert into links (code, media) values ($1, $2) on conflict (media) do update set media = $2 returning code',
      [randomBytes(6).toString('base64url'), id],
    );
    return row?.code ?? '';
  }

  /** The medium to which a short link leads. */
  async linked(code: string): Promise<number | undefined> {
    const [row] = await this.#database.query<{ media: number }>('select media from links where code = $1', [code]);
    return row?.media;
  }

  async #row(id: number): Promise<Row | undefined> {
    const [row] = await this.#database.query<Row>('select * from media where id = $1', [id]);
    return row;
  }
}

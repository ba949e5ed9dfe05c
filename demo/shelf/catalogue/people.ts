import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Database } from '../database/database';

/** How long a session lasts, in milliseconds. */
export const SESSION_TIME = 7 * 24 * 60 * 60 * 1000;

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** People with passwords, and their sessions. Both are kept as hashes: who reads the database cannot sign in. */
export class People {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Adds a person. Gives whether the name was free. */
  async add(name: string, password: string): Promise<boolean> {
    const salt = randomBytes(16);
    const hash = await derive(password, salt, 32);
    const added = await this.#database.query(
      'insert into people (name, password) values ($1, $2) on conflict do nothing returning name',
      [name, `${salt.toString('base64')}:${hash.toString('base64')}`],
    );
    return added.length > 0;
  }

  /** Whether a password is that of a person. Takes the same time for a name that does not exist. */
  async isPassword(name: string, password: string): Promise<boolean> {
    const [row] = await this.#database.query<{ password: string }>('select password from people where name = $1', [
      name,
    ]);
    const [salt = '', hash = ''] = row?.password.split(':') ?? [];
    const given = await derive(password, Buffer.from(salt, 'base64'), 32);
    const wanted = Buffer.from(hash, 'base64');
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  /** Begins a session, and gives its token. */
  async begin(name: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.#database.query('delete from sessions where ends < now()');
    await this.#database.query('insert into sessions (token, person, ends) values ($1, $2, $3)', [
      hashOf(token),
      name,
      new Date(Date.now() + SESSION_TIME).toISOString(),
    ]);
    return token;
  }

  /** The name of the person of a session. */
  async of(token: string): Promise<string | undefined> {
    const [row] = await this.#database.query<{ person: string }>(
      'select person from sessions where token = $1 and ends > now()',
      [hashOf(token)],
    );
    return row?.person;
  }

  async end(token: string): Promise<void> {
    await this.#database.query('delete from sessions where token = $1', [hashOf(token)]);
  }
}

/** A fast hash is enough for 32 random bytes. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

// A PostgreSQL server of its own (Debian's package), in a temporary folder.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../nginx/proxy.mjs';
import { need } from '../need.mjs';

/** Starts a server, and gives its URL. */
export async function startPostgres() {
  const bin = programs();
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const user = serverUser(folder);
  execFileSync(join(bin, 'initdb'), ['-D', join(folder, 'data'), '-U', 'shelf', '-A', 'trust', '-E', 'UTF8'], {
    ...user,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const port = await freePort();
  const options = ['-D', join(folder, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'];
  const child = spawn(join(bin, 'postgres'), options, { ...user, stdio: 'ignore' });
  const exited = once(child, 'exit');
  const isReady = () => {
    try {
      return execFileSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-q']) !== undefined;
    } catch {
      return false;
    }
  };
  while (!isReady()) {
    if (child.exitCode !== null) throw new Error('PostgreSQL has not started.');
    await wait(100);
  }
  return {
    url: `postgres://shelf@127.0.0.1:${port}/postgres`,
    async stop() {
      child.kill('SIGINT'); // Does not wait for its clients.
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

/** The folder of the programs of the newest version. Debian does not put it on the path. */
function programs() {
  const all = '/usr/lib/postgresql';
  if (!existsSync(all)) need('pg_ctlcluster', 'postgresql');
  const [newest] = readdirSync(all).sort((one, other) => Number(other) - Number(one));
  return join(all, newest, 'bin');
}

/** PostgreSQL does not run as root: there it runs as the user of Debian's package. */
function serverUser(folder) {
  if (process.getuid() !== 0) return {};
  const idOf = (option) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  const user = { uid: idOf('-u'), gid: idOf('-g') };
  chownSync(folder, user.uid, user.gid);
  return { ...user, cwd: folder };
}

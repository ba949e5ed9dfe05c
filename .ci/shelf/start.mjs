// Starts the demo as `npm start` does.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/**
 * A running shelf. `env` and `args` are added, `onChild` gets the process before it is ready; `stop` sends SIGTERM and
 * gives the exit code, `kill` sends SIGKILL.
 */
export async function startShelf(folder, { env = {}, args = [], onChild = () => {} } = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/shelf/server.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', SHELF_DATA: folder, ...env },
  });
  onChild(child);
  const exited = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  while (!/http:\S+\d.*\n/.test(output)) {
    if (child.exitCode !== null) throw new Error(`The shelf has not started: ${output}`);
    await Promise.race([once(child.stdout, 'data'), exited]);
  }
  return {
    url: /http:\S+\d/.exec(output)[0],
    pid: child.pid,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The processes of the workers. Beside them the first process may have one of tsx, its compiler. */
export function workersOf({ pid }) {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' });
  return children
    .split('\n')
    .filter((line) => line.includes('server.ts'))
    .map((line) => Number.parseInt(line, 10));
}

/** Signs in, and gives the header for further requests. */
export async function signIn(url, name = 'ada', password = 'countess') {
  const reply = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  return { Cookie: reply.headers.get('Set-Cookie').split(';')[0] };
}

/** Adds a file that is a PNG by its first bytes. */
export function upload(url, headers, title, bytes = 100) {
  const form = new globalThis.FormData();
  form.append('title', title);
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(bytes)]);
  form.append('file', new File([png], `${title}.png`, { type: 'image/png' }));
  return fetch(`${url}/v1/media`, { method: 'POST', headers, body: form });
}

/** The files of uploads that are not complete, of all processes that use a folder. */
export function incomingOf(folder) {
  const entries = readdirSync(join(folder, 'media/.incoming'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

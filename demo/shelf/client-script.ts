import { client } from 'express-returns/client';
import type { Api } from './api/routes';

// Signs in, adds a picture, and removes it; the compiler knows every reply:
//   npx tsx demo/shelf/client-script.ts [http://localhost:3000]
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNg+M8AAAICAQB7CYF4AAAAAElFTkSuQmCC';

/** Runs the script against a shelf, with a `fetch` of one's own in tests. Gives what it has seen. */
export async function run(url: string, send = fetch): Promise<string[]> {
  const cookies: Record<string, string> = {};
  const api = client<Api>(`${url}/v1`, { fetch: send, headers: () => cookies });
  const seen: string[] = [];

  const session = await api.post('/session', { body: { name: 'grace', password: 'admiral' } });
  if (session.error !== undefined) throw new Error(session.error.message);
  cookies['Cookie'] = session.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  seen.push(`signed in as ${session.body.name}`);

  const file = new File([Buffer.from(PNG, 'base64')], 'dot.png', { type: 'image/png' });
  const added = await api.post('/media', { files: { file }, body: { title: 'A dot' } });
  if (added.error !== undefined) throw new Error(added.error.message);
  seen.push(`added ${added.body.title}, ${added.body.bytes} bytes`);

  const { id } = added.body;
  const removed = await api.delete('/media/<id:int>', { params: { id } });
  if (removed.status === 204) seen.push('removed it');
  const gone = await api.get('/media/<id:int>', { params: { id } });
  if (gone.status === 404) seen.push(`${gone.error.code}: ${gone.error.message}`);
  return seen;
}

if (require.main === module) {
  run(process.argv[2] ?? 'http://localhost:3000').then(
    (seen) => {
      for (const line of seen) console.log(line);
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}

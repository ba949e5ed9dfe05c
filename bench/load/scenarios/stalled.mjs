// Readers that ask for a large body and never read: memory, and how much is pulled for each.
import { settle, stall } from '../client.mjs';
import { atMost, megabytes } from '../rows.mjs';
import { withServer } from '../start.mjs';

export const name = 'stalled readers';

export async function* run({ stalled, size, kinds }) {
  for (const kind of kinds) yield* await withServer('.', (server) => hold(server, kind, stalled, size));
}

async function hold(server, kind, count, size) {
  const path = `/stream/${encodeURIComponent(kind)}?size=${size}`;
  await server.ask('held');
  await server.ask('peak');
  const start = await server.ask('peak');
  const sockets = await Promise.all(Array.from({ length: count }, () => stall(server, path)));
  let last = -1;
  const pulled = await settle(
    () => server.ask('pulled'),
    (now) => {
      const sum = now.reduce((total, bytes) => total + bytes, 0);
      const isStill = now.length === count && sum === last;
      last = sum;
      return isStill;
    },
  );
  const peak = await server.ask('peak');
  for (const socket of sockets) socket.destroy();
  return [
    atMost(`${count} stalled readers, ${kind}: resident memory over start`, megabytes(peak - start), 120, ' MB'),
    atMost(`${count} stalled readers, ${kind}: pulled for one`, megabytes(Math.max(...pulled)), 16, ' MiB'),
  ];
}

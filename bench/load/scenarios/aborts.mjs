// Clients that go away: at random points of each kind of body, and while a handler or a source still waits.
import { abortAfter, each, settle } from '../client.mjs';
import { isBack, isIdle, nothingLeft } from '../rows.mjs';
import { withServer } from '../start.mjs';

export const name = 'aborts';

const BODY_SIZE = 64 * 2 ** 20;

export async function* run({ aborts, kinds, random }) {
  // Up to 4 MB: what the buffers of the system do not swallow, some; the rest in the first chunks.
  const anywhere = () => Math.floor(random() ** 3 * 4 * 2 ** 20);
  const soon = () => random() * 20;
  for (const kind of kinds) {
    const path = encodeURIComponent(kind);
    yield* await leave(`${aborts} aborts of a ${kind}`, `/stream/${path}?size=${BODY_SIZE}`, aborts, anywhere);
    yield* await leave(`${aborts} aborts of a stuck ${kind}`, `/stuck/${path}`, aborts, () => Infinity, soon);
  }
  for (const what of ['promise', 'timer']) {
    yield* await leave(
      `${aborts} aborts of a handler waiting for a ${what}`,
      `/waiting/${what}`,
      aborts,
      () => Infinity,
      soon,
    );
  }
}

function leave(title, path, count, bytes, milliseconds = () => 1000) {
  return withServer('.', async (server) => {
    const some = (number) => each(number, 20, () => abortAfter(server, path, bytes(), milliseconds()));
    await some(100);
    const before = await settle(() => server.ask('held'), isIdle);
    await some(count);
    return nothingLeft(title, before, await settle(() => server.ask('held'), isBack(before)));
  });
}

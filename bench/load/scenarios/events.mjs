// Clients of an event stream that come, see some events, and go: memory stays flat, no feed goes on for nobody.
import { abortAfter, each, settle } from '../client.mjs';
import { isBack, isIdle, nothingLeft } from '../rows.mjs';
import { withServer } from '../start.mjs';

export const name = 'event streams';

export async function* run({ eventClients, random }) {
  yield* await withServer('.', async (server) => {
    const some = (count) => each(count, 100, () => abortAfter(server, '/events', Infinity, 20 + random() * 200));
    await some(200);
    const before = await settle(() => server.ask('held'), isIdle);
    await some(eventClients);
    return nothingLeft(
      `${eventClients} event-stream clients`,
      before,
      await settle(() => server.ask('held'), isBack(before)),
    );
  });
}

// Every kind of reply, mixed, for a while, and one client in seven goes away in the middle: no wrong answer, flat heap.
import http from 'node:http';
import { abortAfter, ask, during, settle } from '../client.mjs';
import { atLeast, atMost, isBack, isIdle, nothingLeft } from '../rows.mjs';
import { withServer } from '../start.mjs';

export const name = 'soak';

const BODY_SIZE = 300_000;
const NUMBERS = Array.from({ length: 2000 }, (_, number) => number);

/** What is asked, and whether the answer is right: of a request that may break, whether it broke. */
function createRequests(kinds) {
  return [
    { path: (id) => `/quick/${id}`, isRight: ({ text }, id) => text === JSON.stringify({ id: String(id) }) },
    { path: () => `/numbers?count=${NUMBERS.length}`, isRight: ({ text }) => text === JSON.stringify(NUMBERS) },
    { path: () => '/error', isRight: ({ status }) => status === 404 },
    { path: () => '/file?path=missing', isRight: ({ status }) => status === 404 },
    { path: () => '/file', isRight: ({ status, length }) => status === 200 && length === BODY_SIZE },
    { path: () => '/broken', isRight: ({ error }) => error?.code === 'ECONNRESET' },
    ...kinds.map((kind) => ({
      path: () => `/stream/${encodeURIComponent(kind)}?size=${BODY_SIZE}`,
      isRight: ({ status, length }) => status === 200 && length === BODY_SIZE,
    })),
  ];
}

export async function* run({ soakSeconds, kinds, random, createMedia }) {
  const mediaRoot = createMedia(BODY_SIZE);
  const requests = createRequests(kinds);
  const title = `soak of ${soakSeconds} s`;
  yield* await withServer(mediaRoot, async (server) => {
    const wrong = [];
    let answers = 0;
    async function soak(seconds) {
      const agent = new http.Agent({ keepAlive: true });
      await during(seconds, 16, async (id) => {
        const { path, isRight } = requests[Math.floor(random() * requests.length)];
        if (id % 7 === 0) return abortAfter(server, path(id), random() * BODY_SIZE, random() * 50);
        const reply = await ask(server, path(id), { agent, asText: true }).catch((error) => ({ error }));
        answers++;
        if (!isRight(reply, id)) wrong.push(`${path(id)}: ${reply.error ?? `${reply.status}, ${reply.length} bytes`}`);
      });
      agent.destroy();
    }

    await soak(soakSeconds / 6);
    const before = await settle(() => server.ask('held'), isIdle);
    await soak(soakSeconds);
    const after = await settle(() => server.ask('held'), isBack(before));
    for (const answer of wrong.slice(0, 5)) console.log(`wrong answer: ${answer}`);
    return [
      atLeast(`${title}: answers`, answers, soakSeconds * 50),
      atMost(`${title}: wrong answers`, wrong.length, 0),
      ...nothingLeft(title, before, after),
    ];
  });
}

// A large file beside `res.sendFile`: memory and rate. Then downloads that are left, and replies without a body.
import { abortAfter, ask, each, settle } from '../client.mjs';
import { compare } from '../compare.mjs';
import { atMost, isBack, isIdle, megabytes, nothingLeft } from '../rows.mjs';
import { withServer } from '../start.mjs';

export const name = 'files';

export async function* run({ size, rounds, ratio, aborts, random, createMedia }) {
  const mediaRoot = createMedia(size);
  yield* await withServer(mediaRoot, (server) =>
    compare(server, {
      title: `${megabytes(size)} MiB file`,
      size,
      rounds,
      ours: '/file',
      byHand: '/hand/file',
      byHandName: 'res.sendFile',
      ratio,
    }),
  );
  yield* await withServer(mediaRoot, (server) => leave(server, aborts, random));
  for (const request of await createRequests(mediaRoot)) {
    yield* await withServer(mediaRoot, (server) => repeat(server, Math.ceil(aborts * 0.3), request));
  }
}

async function leave(server, aborts, random) {
  const some = (count) =>
    each(count, 20, () => abortAfter(server, '/file', random() ** 3 * 4 * 2 ** 20, random() * 100));
  await some(50);
  const before = await settle(() => server.ask('held'), isIdle);
  await some(aborts);
  const after = await settle(() => server.ask('held'), isBack(before));
  return nothingLeft(`${aborts} aborted downloads`, before, after);
}

/** Requests of a file that are answered without its bytes. */
async function createRequests(mediaRoot) {
  const { headers } = await withServer(mediaRoot, (server) => ask(server, '/file', { method: 'HEAD' }));
  return [
    { title: 'HEAD', status: 200, options: { method: 'HEAD' } },
    { title: '304', status: 304, options: { headers: { 'If-None-Match': headers.etag } } },
    { title: '412', status: 412, options: { headers: { 'If-Match': '"other"' } } },
    { title: '416', status: 416, options: { headers: { Range: 'bytes=9999999999-' } } },
    { title: '404', status: 404, path: '/file?path=missing' },
  ];
}

async function repeat(server, count, { title, status, path = '/file', options }) {
  let wrong = 0;
  const some = (times) =>
    each(times, 20, async () => {
      if ((await ask(server, path, options)).status !== status) wrong++;
    });
  await some(50);
  const before = await settle(() => server.ask('held'), isIdle);
  await some(count);
  const after = await settle(() => server.ask('held'), isBack(before));
  return [
    atMost(`${count} times ${title} of a file: wrong answers`, wrong, 0),
    ...nothingLeft(`${count} times ${title} of a file`, before, after),
  ];
}

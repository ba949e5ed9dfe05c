// All that the client does, against the app of app.mjs. Runs in Node and in a browser, so it uses nothing of either.

/** Resolves with what was seen, to be compared with EXPECTED. */
export async function tryClient({ client, UnexpectedReply }, url) {
  const api = client(url, { headers: async () => ({ Authorization: 'Bearer a' }) });
  const collect = async (items) => {
    const found = [];
    for await (const item of items) found.push(item);
    return found;
  };
  const user = await api.get('/users/<id:int>', { params: { id: 7 }, query: { list: ['a', 'b c'], day: new Date(0) } });
  const missing = await api.get('/missing/:id', { params: { id: 'é/' } });
  const picture = await api.get('/picture');
  const fault = await api.get('/fault').catch((error) => error);
  const aborted = new AbortController();
  const ticks = [];
  for await (const { data } of (await api.get('/endless', { signal: aborted.signal })).events)
    if (ticks.push(data) === 3) break;
  aborted.abort();
  return {
    user: user.body,
    missing: [missing.status, missing.error.code, missing.error.message],
    empty: [(await api.get('/empty')).status, (await api.get('/empty')).body === undefined],
    picture: [picture.body.type, picture.body.size],
    fault: [fault instanceof UnexpectedReply, fault.status],
    lines: await collect((await api.get('/lines')).lines),
    events: await collect((await api.get('/events')).events),
    ticks,
    abort: await api.get('/users/1', { signal: aborted.signal }).catch(({ name }) => name),
    json: (await api.post('/json', { body: { a: [1] } })).body,
    files: (await api.put('/files', { files: { image: new File(['x'], 'a.png') }, body: { name: 'n' } })).body,
  };
}

export const EXPECTED = {
  user: { id: 7, query: { list: ['a', 'b c'], day: '1970-01-01T00:00:00.000Z' }, token: 'Bearer a' },
  missing: [404, 1101, "User 'é/' does not exist"],
  empty: [204, true],
  picture: ['image/png', 3],
  fault: [true, 500],
  lines: [{ n: 1 }, { n: 2 }],
  events: [
    { event: 'message', data: { n: 1 }, id: '1' },
    { event: 'named', data: 'é\nb', id: '2' },
    { event: 'message', data: { n: 3 }, id: '3' },
    { event: 'named', data: 'é\nb', id: '4' },
  ],
  ticks: [1, 2, 3],
  abort: 'AbortError',
  json: { a: [1] },
  files: { type: 'multipart/form-data', parts: ['name="name"', 'name="image"; filename="a.png"'] },
};

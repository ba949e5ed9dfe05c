import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTML, JSONLines } from 'express-returns';
import request from 'supertest';
import { createApp } from '../../demo/app';
import { publishTick } from '../../demo/streams/feed';
import { ROW_COUNT, rows } from '../../demo/streams/rows';
import { tablePage } from '../../demo/streams/table-page';

const FIRST = { id: 1, time: '2026-01-01T00:01:00.000Z', celsius: 0 };
const LAST = { id: 100_000, time: '2026-03-11T10:40:00.000Z', celsius: 9.2 };

describe('the demo streams', () => {
  const app = createApp();

  it('has 100,000 rows', () => {
    const all = [...rows()];

    expect([all.length, all[0], all.at(-1)]).toEqual([ROW_COUNT, FIRST, LAST]);
  });

  it('writes a row a line', async () => {
    const lines = await new JSONLines([FIRST, LAST]).text();
    const page = await new HTML(tablePage([FIRST, LAST])).text();

    expect(lines).toBe(`${JSON.stringify(FIRST)}\n${JSON.stringify(LAST)}\n`);
    expect(page).toMatch(/<tr><td>1<td>2026-01-01T00:01:00.000Z<td>0.0\n<tr>.*<td>9.2\n<\/table>\n$/);
  });

  it.each([
    ['json', 'application/json; charset=utf-8', `[${JSON.stringify(FIRST)}`],
    ['ndjson', 'application/x-ndjson', `${JSON.stringify(FIRST)}\n`],
    ['html', 'text/html; charset=utf-8', '<!doctype html>\n'],
  ])('sends the table as %s', async (format, contentType, beginning) => {
    const { headers, text } = await begin(`/streams/table.${format}`);

    expect(headers['content-type']).toBe(contentType);
    expect(text.startsWith(beginning)).toBe(true);
  });

  it('has a page that listens to the feed', async () => {
    const { text } = await request(app).get('/streams/feed').expect(200);

    expect(text).toContain("new EventSource('events')");
  });

  it('goes on with the feed after Last-Event-ID', async () => {
    for (const id of [41, 42]) publishTick(id, new Date(0));
    const { headers, text } = await begin('/streams/events', { 'Last-Event-ID': '41' });

    expect(headers['content-type']).toBe('text/event-stream');
    expect(text).toContain('id: 42\n');
    expect(text).toContain('data: {"message":"event 42","time":"1970-01-01T00:00:00.000Z"}');
  });

  /** The head of a reply and the first of its body; then it leaves. */
  async function begin(
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ headers: http.IncomingHttpHeaders; text: string }> {
    const server = app.listen(0);
    await once(server, 'listening');
    const client = http.get({ port: (server.address() as AddressInfo).port, path, headers });
    const [reply] = (await once(client, 'response')) as [http.IncomingMessage];
    const [text] = (await once(reply.setEncoding('utf8'), 'data')) as [string];
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
    return { headers: reply.headers, text };
  }
});

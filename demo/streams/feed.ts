import { setTimeout as wait } from 'node:timers/promises';
import { HTML, type ServerEvent } from 'express-returns';

/**
 * A live feed: an event each second, and first those that were missed since `lastId`. Given the signal of the request,
 * it stops when the client leaves.
 */
export async function* feed(lastId: number, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  for (let id = lastId + 1; ; id++) {
    yield { id, data: { message: `event ${id}`, time: new Date().toISOString() }, retry: 1000 };
    await wait(1000, undefined, { signal });
  }
}

export const feedPage = new HTML(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A live feed</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem; }
  #state { padding: 0.1em 0.6em; border-radius: 1em; background: #eee; }
  #state.open { background: #cfc; }
  time { color: #666; margin-left: 1em; font-variant-numeric: tabular-nums; }
</style>
<h1>A live feed</h1>
<p>The connection is <span id="state">connecting</span>. Stop the server and start it again: the feed goes on where it was.</p>
<ol id="events" reversed></ol>
<script>
  const source = new EventSource('events');
  const state = document.getElementById('state');
  source.onopen = () => { state.textContent = state.className = 'open'; };
  source.onerror = () => { state.textContent = 'lost, connecting again'; state.className = ''; };
  source.onmessage = ({ data, lastEventId }) => {
    const { message, time } = JSON.parse(data);
    const item = document.createElement('li');
    item.value = lastEventId;
    item.textContent = message;
    item.append(Object.assign(document.createElement('time'), { textContent: time }));
    document.getElementById('events').prepend(item);
  };
</script>
`);

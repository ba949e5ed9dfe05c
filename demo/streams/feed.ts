import { Channel, HTML } from 'express-returns';

/** An event of the feed. */
interface Tick {
  /** In seconds, so that a client also continues after a restart of the server. */
  readonly id: number;
  readonly data: { readonly message: string; readonly time: string };
  readonly retry: number;
}

/** A live feed for all clients: an event each second. A client that was away gets those of the last minute. */
export const ticks = new Channel<Tick>({ keep: 60 });

setInterval(() => {
  const time = new Date();
  publishTick(Math.floor(time.getTime() / 1000), time);
}, 1000).unref();

export function publishTick(id: number, time: Date): void {
  ticks.publish({ id, data: { message: `event ${id}`, time: time.toISOString() }, retry: 1000 });
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
<p>The connection is <span id="state">connecting</span>. Stop the server and start it again: the feed goes on.</p>
<ul id="events"></ul>
<script>
  const source = new EventSource('events');
  const state = document.getElementById('state');
  source.onopen = () => { state.textContent = state.className = 'open'; };
  source.onerror = () => { state.textContent = 'lost, connecting again'; state.className = ''; };
  source.onmessage = ({ data, lastEventId }) => {
    const { message, time } = JSON.parse(data);
    const item = document.createElement('li');
    item.textContent = message;
    item.append(Object.assign(document.createElement('time'), { textContent: time }));
    document.getElementById('events').prepend(item);
  };
</script>
`);

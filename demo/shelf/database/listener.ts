import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';

/** Milliseconds between two attempts to connect again. */
const PAUSE = 1000;

/**
 * Listens to a channel on a connection of its own, and on a new one when it is lost. After that it calls the function
 * once, since a notification may have been missed. Returns a function that stops it.
 */
export async function startListener(url: string, channel: string, onNotify: () => void): Promise<() => Promise<void>> {
  const stop = new AbortController();
  let client = await connect(url, channel, onNotify, reconnect);

  function reconnect(): void {
    void (async () => {
      while (!stop.signal.aborted) {
        try {
          await wait(PAUSE, undefined, { signal: stop.signal });
          client = await connect(url, channel, onNotify, reconnect);
          onNotify();
          return;
        } catch {
          // Tried again, until the server is back or the process stops.
        }
      }
    })();
  }

  return async () => {
    stop.abort();
    await client.end();
  };
}

async function connect(url: string, channel: string, onNotify: () => void, onLost: () => void): Promise<Client> {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url, keepAlive: true });
  client.on('error', () => undefined); // The end follows.
  await client.connect();
  await client.query(`listen ${channel}`);
  client.on('notification', onNotify);
  client.on('end', onLost);
  return client;
}

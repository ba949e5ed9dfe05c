import cluster from 'node:cluster';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { shutdown } from 'express-returns';
import { createApp as createDemos } from '../../app';
import { explainPort, readPort } from '../../port';
import { openShelf, type OpenShelf, type ShelfSettings } from '../open-shelf';
import { onStop } from './on-stop';

/** How long replies and uploads may go on after SIGTERM, in milliseconds. */
const TIMEOUT = 8000;

/** How long one upload may take, in milliseconds. Node breaks off requests after five minutes, 200 MB at 5 Mbit/s. */
const REQUEST_TIMEOUT = 60 * 60 * 1000;

/** Serves the shelf until SIGTERM. */
export async function serve(settings: ShelfSettings): Promise<void> {
  const port = readPort();
  // The port comes first, so that one that is in use is known before a database is opened. Requests that come while it
  // opens wait for it.
  let open: (shelf: OpenShelf) => void;
  const opened = new Promise<OpenShelf>((resolve) => (open = resolve));
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT },
    (req, res) => void opened.then(({ app }) => app(req, res)),
  );
  server.on('error', (error) => {
    explainPort(port, error);
  });
  server.listen(port, () => {
    openShelf(settings, createDemos()).then(open, (error: unknown) => {
      const { message, code } = error as NodeJS.ErrnoException;
      console.error(`The shelf does not open: ${message || code}`); // Of several addresses, an error has its code only.
      process.exit(1);
    });
  });

  // The feeds end, and their clients connect to another process; uploads go on to their end, or are broken off.
  onStop(async () => {
    const { close } = await opened; // Else a signal during the start would leave a database half made.
    await shutdown(server, { timeout: TIMEOUT });
    await close();
  });
  await opened;
  if (cluster.isPrimary) console.log(`The shelf is on http://localhost:${(server.address() as AddressInfo).port}`);
  else process.send?.('ready');
}

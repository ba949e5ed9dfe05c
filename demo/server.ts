import type { AddressInfo } from 'node:net';
import { createApp } from './app';
import { explainPort, readPort } from './port';

// The small demos alone. `npm start` has them beside the shelf: shelf/server.ts.
const port = readPort();
const server = createApp().listen(port);

server.on('listening', () => {
  console.log(`The demos are on http://localhost:${(server.address() as AddressInfo).port}`);
});

server.on('error', (error) => {
  explainPort(port, error);
});

import type { AddressInfo } from 'node:net';
import { createApp } from './app';

const port = Number(process.env['PORT'] ?? 3000);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`PORT must be a number up to 65535; got ${process.env['PORT']}.`);
  process.exit(1);
}

const server = createApp().listen(port);

server.on('listening', () => {
  console.log(`The demos are on http://localhost:${(server.address() as AddressInfo).port}`);
});

server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${port} is in use. Choose another one: PORT=${port + 1} npm start`);
  process.exitCode = 1;
});

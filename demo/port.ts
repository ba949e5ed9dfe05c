/** The port of the variable PORT, else 3000. Ends the process with a remedy for one that is none. */
export function readPort(): number {
  const port = Number(process.env['PORT'] ?? 3000);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  console.error(`PORT must be a number up to 65535; got ${process.env['PORT']}.`);
  process.exit(1);
}

/** Ends the process with a remedy for a port that another one has. */
export function explainPort(port: number, error: NodeJS.ErrnoException): void {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${port} is in use. Choose another one: PORT=${port + 1} npm start`);
  process.exit(1);
}

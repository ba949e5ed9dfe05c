import { shutdown } from 'express-returns';
import { app } from './app.ts';

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`http://localhost:${address?.port}/api/users`);
});
process.once('SIGTERM', () => {
  void shutdown(server);
});

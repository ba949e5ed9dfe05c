import { shutdown } from 'express-returns';
import { app } from './app.js';

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`http://localhost:${server.address().port}/api/users`);
});
process.once('SIGTERM', () => {
  void shutdown(server);
});

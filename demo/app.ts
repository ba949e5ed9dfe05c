import express, { type Express } from 'express';
import { apiDemo } from './api/routes';
import { errorsDemo } from './errors/routes';
import { filesDemo } from './files/routes';
import { hello } from './hello/routes';
import { index } from './index-page';
import { routesDemo } from './routes/routes';
import { streamsDemo } from './streams/routes';

/** An app with all demos. */
export function createApp(): Express {
  const app = express();
  app.use(index.router());
  app.use('/hello', hello());
  app.use('/errors', errorsDemo());
  app.use('/api', apiDemo());
  app.use('/files', filesDemo());
  app.use('/streams', streamsDemo());
  app.use('/routes', routesDemo());
  return app;
}

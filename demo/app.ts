import express, { type Express } from 'express';
import { errorsDemo } from './errors/routes';
import { hello } from './hello/routes';
import { index } from './index-page';

/** An app with all demos. */
export function createApp(): Express {
  const app = express();
  app.use(index.router());
  app.use('/hello', hello());
  app.use('/errors', errorsDemo());
  return app;
}

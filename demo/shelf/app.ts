import express, { type Express } from 'express';
import { adopt, docs, errorHandler, notFound } from 'express-returns';
import { errors } from './api/errors';
import { linkRoutes } from './api/file-routes';
import { apiRoutes } from './api/routes';
import type { Shelf } from './api/shelf';
import { COOKIE } from './api/signed-in';
import { pageRoutes } from './page-routes';

const INFO = {
  title: 'Shelf',
  version: '1.0.0',
  description: 'A shelf of pictures, sounds and videos.',
  servers: [{ url: '/v1' }],
  securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: COOKIE } },
};

/** The app: one adopted app with one format of errors. `others` are apps or Routers beside it. */
export function createApp(shelf: Shelf, ...others: Express[]): Express {
  const app = adopt(express(), { errors, mediaRoot: shelf.folder.root });
  const api = apiRoutes(shelf);
  app.use('/v1', api.router());
  app.use('/docs', docs(api, INFO).router());
  app.use(pageRoutes().router(), linkRoutes(shelf).router(), ...others);
  app.use(notFound(), errorHandler());
  return app;
}

import { JSON, openapi, Routes } from 'express-returns';
import type { Router } from 'express';
import { Database } from './database';
import { errors } from './errors';
import { ordersOf } from './orders';
import { usersOf } from './users';

/** A service of users and orders: what it takes and gives is declared once. */
export function apiDemo(): Router {
  const database = new Database();
  const routes = new Routes(...usersOf(database), ...ordersOf(database));
  const router = routes.router({ errors });
  const document = openapi(routes, {
    title: 'Users and orders',
    version: '1.0.0',
    servers: [{ url: '/api' }],
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
  });
  router.use(new Routes().get('/openapi.json', () => new JSON(document)).router());
  return router;
}

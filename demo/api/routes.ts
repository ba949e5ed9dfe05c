import { docs, Routes } from 'express-returns';
import type { Router } from 'express';
import { Database } from './database';
import { errors } from './errors';
import { ordersOf } from './orders';
import { usersOf } from './users';

/** A service of users and orders: what it takes and gives is declared once. */
export function apiDemo(): Router {
  const database = new Database();
  const routes = new Routes(...usersOf(database), ...ordersOf(database));
  const info = {
    title: 'Users and orders',
    version: '1.0.0',
    servers: [{ url: '/api' }],
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
  };
  const router = routes.router({ errors });
  router.use('/docs', docs(routes, info).router());
  return router;
}

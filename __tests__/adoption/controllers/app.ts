import express, { Router, type Express, type NextFunction, type Request, type Response } from 'express';
import { adopt } from 'express-returns';
import type { Stage } from '../stages';
import { HttpError } from './http-error';
import { UserController as ByHand } from './by-hand';
import { UserController as Moved } from './moved';
import { Users } from './users';
import { validate } from './validate';

export function createApp({ prepare, isMoved }: Stage): Express {
  const controller = new (isMoved ? Moved : ByHand)(new Users());
  const app = prepare(express());
  app.use(express.json({ limit: '1kb' }));
  app.get('/', controller.greet.bind(controller));
  app.use('/api', usersRouter(controller, isMoved));
  app.use(onError);
  return app;
}

/** Routers are adopted by themselves. */
function usersRouter(controller: ByHand | Moved, isMoved: boolean): Router {
  const router = isMoved ? adopt(Router()) : Router();
  router.get('/users/:id', controller.show);
  router.post('/users', validate({ name: (name) => typeof name === 'string' && name !== '' }), controller.create);
  return router;
}

function onError(error: Error & { status?: number }, _req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  const { statusCode, fields } = error instanceof HttpError ? error : { statusCode: error.status ?? 500, fields: [] };
  res.status(statusCode).json({ message: error.message, fields });
}

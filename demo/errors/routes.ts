import express, { Router } from 'express';
import {
  Error,
  ErrorCode,
  ErrorList,
  HTML,
  NotFound,
  Routes,
  Status,
  Success,
  errorHandler,
  notFound,
  type Settings,
} from 'express-returns';

const errors = new ErrorList(
  new ErrorCode(1100, 'Authorization error', Status.UNAUTHORIZED),
  new ErrorCode(1101, "User '{}' does not exist", Status.BAD_REQUEST),
  new ErrorCode(1102, '{field} must have at least {least} characters', Status.UNPROCESSABLE_CONTENT),
);

const passwords = new Map([['ada', 'countess']]);

const routes = new Routes();
routes.use(express.urlencoded({ extended: false }), express.json());

routes.post('/login', (req) => {
  const { user = '', password = '' } = (req.body ?? {}) as { user?: string; password?: string };
  if (password.length < 4) {
    throw errors.error(1102, { field: 'password', least: 4 }, { data: { password: ['is too short'] } });
  }
  if (!passwords.has(user)) throw new Error(1101, user);
  if (passwords.get(user) !== password) return errors.error(1100);
  return new Success(`Welcome, ${user}!`);
});
routes.get('/exception', () => new NotFound('No such page.'));
routes.get('/unexpected', () => {
  throw new globalThis.Error('the client sees nothing of this');
});
routes.get('/codes', () => {
  const rows = [...errors].map(({ code, status, message }) => `<li id="${code}">${code}: ${message} (${status})</li>`);
  return new HTML(`<!doctype html><title>Error codes</title><ul>${rows.join('')}</ul>`);
});

/** The same routes twice: once for each format of errors. */
export function errorsDemo(): Router {
  const envelope: Settings = { errors };
  const problem: Settings = { errors, errorFormat: 'problem', errorTypes: '/errors/envelope/codes#' };
  const demo = Router();
  for (const [path, settings] of Object.entries({ '/envelope': envelope, '/problem': problem }))
    demo.use(path, routes.router(settings), notFound(settings), errorHandler(settings));
  return demo;
}

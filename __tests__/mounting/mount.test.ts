import express, { Router } from 'express';
import { Route, Routes, Text, UsageError } from 'express-returns';
import { major, send } from '../helpers/app';

const hi = () => new Text('hi');

interface Stack {
  readonly stack: readonly {
    readonly name: string;
    readonly route?: {
      readonly path: unknown;
      readonly methods: object;
      readonly stack: readonly { readonly name: string }[];
    };
  }[];
}

describe('mounting', () => {
  it('makes the layers that a hand-written Router has', () => {
    const shape = (router: unknown) =>
      (router as Stack).stack.map(({ name, route }) => [
        name,
        route?.path,
        { ...route?.methods },
        route?.stack.map((layer) => layer.name),
      ]);
    const check = (_req: unknown, _res: unknown, next: () => void): void => {
      next();
    };
    const byHand = Router();
    byHand.get('/users/:id', check, hi);
    byHand.all('/any', hi);
    byHand.post(/^\/re$/, hi);
    byHand.use(function noteAllowed(_req, _res, next) {
      next();
    });

    expect(
      shape(
        new Routes()
          .get('/users/:id', check, hi)
          .all('/any', hi)
          .post(/^\/re$/, hi)
          .router(),
      ),
    ).toEqual(shape(byHand));
  });

  it('gives a real express.Router', () => {
    const router = new Routes().router();

    expect(major === 5 ? router instanceof Router : Object.getPrototypeOf(router) === Router).toBe(true);
  });

  it('says which route has a path that Express refuses, and why', () => {
    const path = major === 5 ? '/a/:id?' : '/a/(';
    const mount = () => new Routes().get('/ok', hi).get(path, hi).router();

    expect(mount).toThrow(UsageError);
    expect(mount).toThrow(`GET ${path} (hi): Express refuses the path: `);
    expect(mount).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_PATH', cause: expect.any(Object) as object }));
  });

  it('says which method this Express does not know', () => {
    const target = { route: () => ({ get: () => undefined }), use: () => undefined };

    expect(() => new Routes().post('/a', hi).mount(target as never)).toThrow(
      'POST /a (hi): this Express does not know the method POST.',
    );
  });

  it.each([null, undefined, 'app', {}, { route: 5 }, { route: hi }])('refuses %p as a target', (target) => {
    expect(() => new Routes().mount(target as never)).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_MOUNT' }));
  });

  it('works with strict and case sensitive routing of the app itself', async () => {
    const app = express().enable('strict routing').enable('case sensitive routing');
    new Routes(new Route('/It', ['GET'], hi)).mount(app);

    expect((await send(app, 'GET', '/It')).status).toBe(200);
    expect((await send(app, 'GET', '/it')).status).toBe(404);
    expect((await send(app, 'GET', '/It/')).status).toBe(404);
  });
});

import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import {
  Error as ErrorResponse,
  guard,
  JSON as JSONResponse,
  NotFound,
  pass,
  Route,
  UsageError,
} from 'express-returns';
import { answer, matchers, request } from 'express-returns/testing';

expect.extend(matchers);

const signedIn = guard((req) => (req.get('Authorization') === undefined ? new ErrorResponse(1100) : undefined));

describe('answer', () => {
  it('gives the result of a guard', async () => {
    expect(await answer(signedIn, request())).toBeError(1100);
    expect(await answer(signedIn, request({ headers: { Authorization: 'a' } }))).toBeUndefined();
  });

  it('gives the result of an async guard with res', async () => {
    const locals = guard(async (_req, res) => {
      res.locals['seen'] = true;
      return new JSONResponse(res.locals);
    });

    expect(await answer(locals, request())).toEqual(new JSONResponse({ seen: true }));
  });

  it('gives the properties that a guard passes', async () => {
    const withUser = guard({}, () => pass({ user: 'ada' }));

    expect(await answer(withUser, request())).toEqual(pass({ user: 'ada' }));
    expect(await answer(withUser, request())).not.toEqual(pass({ user: 'bob' }));
  });

  it('gives the result of the handler of a route', async () => {
    const route = new Route('/users/<id:int>', ['GET'], signedIn, (req) => ({ id: req.params.id }));

    expect(await answer(route, request({ params: { id: 7 } }))).toEqual({ id: 7 });
  });

  it('gives the res that it gets', async () => {
    const res = { locals: { user: 'ada' } };

    expect(
      await answer((_req: Request, { locals }: ExpressResponse) => locals['user'] as unknown, request(), res),
    ).toBe('ada');
  });

  it('gives an error of the package that was thrown', async () => {
    const fail = (error: unknown) => () => {
      throw error;
    };

    expect(await answer(fail(new ErrorResponse(1101)), request())).toBeError(1101);
    expect(await answer(async () => fail(new NotFound())(), request())).toBeError(404);
    await expect(answer(fail(new TypeError('a fault')), request())).rejects.toThrow('a fault');
  });

  it('gives an error of next', async () => {
    const pass = (error?: unknown) => (_req: Request, _res: ExpressResponse, next: NextFunction) =>
      new Promise(() => {
        next(error);
      });

    expect(await answer(pass(), request())).toBeUndefined();
    await expect(answer(pass(new TypeError('a fault')), request())).rejects.toThrow('a fault');
  });

  it('refuses anything else', async () => {
    await expect(answer({}, request())).rejects.toThrow(UsageError);
  });
});

import express from 'express';
import request from 'supertest';
import { JSON, route, Routes } from 'express-returns';
import { z } from 'zod';
import { usageError } from '../diagnostics/refused';

describe('route', () => {
  it.each([
    ['get', 'GET'],
    ['post', 'POST'],
    ['put', 'PUT'],
    ['patch', 'PATCH'],
    ['delete', 'DELETE'],
    ['head', 'HEAD'],
    ['options', 'OPTIONS'],
    ['all', '*'],
  ] as const)('.%s makes a route of %s', (name, method) => {
    const options = { name: 'hello', returns: [JSON.of(z.string())] };
    const made = (route[name] as typeof route.get)('/hello', options, () => new JSON('Hello!'));

    expect({ path: made.path, methods: made.methods, name: made.name }).toEqual({
      ...{ path: '/hello', methods: [method], name: 'hello' },
    });
    expect(made.options).toEqual(options);
    expect(Object.isFrozen(made)).toBe(true);
  });

  it('is mounted with its guards by a Routes', async () => {
    const calls: string[] = [];
    const hello = route.get(
      '/hello/<id:int>',
      {},
      (_req, _res, next) => {
        calls.push('middleware');
        next();
      },
      (req) => ({ id: req.params.id }),
    );
    const app = express().use(
      new Routes(
        hello,
        route.post('/hello', () => 'posted'),
      ).router(),
    );

    expect((await request(app).get('/hello/7')).body).toEqual({ id: 7 });
    expect((await request(app).post('/hello')).text).toBe('posted');
    expect(calls).toEqual(['middleware']);
  });

  it('refuses what new Route() refuses', () => {
    expect(() => route.get('hello' as '/hello', () => 'a')).toThrow(usageError('ERR_RETURNS_PATH'));
    expect(() => route.get('/hello', { retuns: [] } as object, () => 'a')).toThrow(usageError('ERR_RETURNS_SETTINGS'));
    expect(() => route.get('/hello', 'a' as never)).toThrow(usageError('ERR_RETURNS_HANDLER'));
  });
});

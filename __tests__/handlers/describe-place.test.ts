import express, { type Request } from 'express';
import { describePlace } from '../../lib/handlers/describe-place';
import { send } from '../helpers/app';

describe('describePlace', () => {
  /** The place of a handler on this path, asked for at this URL. */
  async function placeOf(path: string | RegExp | string[], url: string): Promise<string> {
    let place = '';
    const router = express.Router().all(path, function getIt(req, res) {
      place = describePlace({ req, fn: getIt });
      res.end();
    });
    await send(express().use('/api', router), 'GET', url);
    return place;
  }

  it.each<[string, string | RegExp | string[], string, string]>([
    ['the path of the route', '/users/:id', '/api/users/7', 'GET /api/users/:id (getIt)'],
    ['a RegExp', /^\/a$/, '/api/a', 'GET /api/^\\/a$/ (getIt)'],
    ['several paths', ['/a', '/b'], '/api/b', 'GET /api/a, /b (getIt)'],
  ])('names %s', async (_what, path, url, expected) => {
    expect(await placeOf(path, url)).toBe(expected);
  });

  it('cuts what a client made long, and takes the path of the request where there is no route', () => {
    const req = { method: 'GET', baseUrl: `/${'x'.repeat(500)}`, path: '/' } as Request;

    expect(describePlace({ req, fn: { name: '' } })).toBe(`GET /${'x'.repeat(199)}… (anonymous function)`);
  });
});

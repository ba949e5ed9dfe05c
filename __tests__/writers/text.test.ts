import express from 'express';
import { HTML, Response as Reply, returns, Text, type AnyResponse } from 'express-returns';
import { sendTo, withServer } from '../helpers/app';
import fc from '../helpers/fast-check';
import { watch } from '../helpers/watch';

/** What the methods of `res` were called with, seen from `app.response`: there nothing is an own property of `res`. */
async function callsFor(response: AnyResponse, ...before: express.RequestHandler[]): Promise<unknown[]> {
  const app = express().disable('etag');
  const { seen } = watch(app.response, 'end');
  app.get(
    '/it',
    ...before,
    returns(() => response),
  );
  await withServer(app, (port) => sendTo(port, 'GET', '/it'));
  return seen;
}

describe('a text', () => {
  it.each<[string, AnyResponse]>([
    ['Text', new Text('Grüße')],
    ['HTML', new HTML('Grüße')],
  ])('of %s goes out as bytes where nobody looks', async (_class, response) => {
    expect(await callsFor(response)).toEqual([Buffer.from('Grüße')]);
  });

  it.each(['send', 'end'] as const)('is what a wrapper of res.%s gets', async (name) => {
    let seen: unknown[] = [];
    const wrapping: express.RequestHandler = (_req, res, next) => {
      ({ seen } = watch(res, name));
      next();
    };

    expect(await callsFor(new Text('Grüße'), wrapping)).toEqual(['Grüße']);
    expect(seen).toEqual(['Grüße']);
  });

  it('of another media type is left to Express, which puts the charset in', async () => {
    expect(await callsFor(new Reply('a;b', { contentType: 'text/csv' }))).toEqual(['a;b']);
  });

  it('is to a client what res.send by hand is', async () => {
    const types = ['text/plain; charset=utf-8', 'text/html; charset=utf-8', 'application/json; charset=utf-8'];
    let next: { text: string; contentType: string; status: number };
    const byHand = express().get('/it', (_req, res) => {
      res.status(next.status).setHeader('Content-Type', next.contentType).send(next.text);
    });
    const ours = express().get(
      '/it',
      returns(() => new Reply(next.text, { status: next.status, contentType: next.contentType })),
    );
    const ask = (port: number, method: string) => sendTo(port, method, '/it');

    await withServer(byHand, (byHandPort) =>
      withServer(ours, async (port) => {
        const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 900, maxLength: 1100 }));
        const inputs = [
          texts,
          fc.constantFrom(...types),
          fc.constantFrom(200, 201, 404),
          fc.constantFrom('GET', 'HEAD'),
        ] as const;
        await fc.assert(
          fc.asyncProperty(...inputs, async (text, contentType, status, method) => {
            next = { text, contentType, status };
            expect(await ask(port, method)).toEqual(await ask(byHandPort, method));
          }),
        );
      }),
    );
  });
});

import { Readable } from 'node:stream';
import express, { type Express, type RequestHandler } from 'express';
import * as reply from 'express-returns';
import { keepErrors, send } from '../helpers/app';

const { returns, Response, Text, HTML, JSON, Binary, Redirect, Success } = reply;

function appOf(handler: reply.Handler, ...middleware: RequestHandler[]): Express {
  const app = express();
  return app.all('/it', ...middleware, returns(handler));
}

describe('write', () => {
  // The same reply as the same thing by hand: status, headers in their own case, bytes.
  it.each<[string, reply.Handler, RequestHandler]>([
    [
      'Text',
      () => new Text('é'),
      (_req, res) => {
        res.type('text').send('é');
      },
    ],
    [
      'HTML',
      () => new HTML('<p>é'),
      (_req, res) => {
        res.send('<p>é');
      },
    ],
    [
      'JSON',
      () => new JSON({ a: ['é'] }),
      (_req, res) => {
        res.json({ a: ['é'] });
      },
    ],
    [
      'Success',
      () => new Success([1]),
      (_req, res) => {
        res.json({ status: 'success', data: [1] });
      },
    ],
    [
      'Binary',
      () => new Binary(new Uint8Array([1, 2])),
      (req, res) => {
        if (req.method !== 'POST') res.set('Accept-Ranges', 'bytes');
        res.send(Buffer.from([1, 2]));
      },
    ],
    [
      'Redirect',
      () => new Redirect('/å b?c=%20'),
      (_req, res) => {
        res.redirect(307, '/å b?c=%20');
      },
    ],
    [
      'no body',
      () => new Response(null, { status: 204 }),
      (_req, res) => {
        res.status(204).end();
      },
    ],
    [
      'a reset',
      () => new Response(null, { status: 205 }),
      (_req, res) => {
        res.status(205).send();
      },
    ],
    [
      'headers',
      () => new Text('a', { headers: { 'X-Total-Count': 5, 'Link': ['<a>', '<b>'] } }),
      (_req, res) => {
        res
          .type('text')
          .set({ 'X-Total-Count': 5, 'Link': ['<a>', '<b>'] } as object)
          .send('a');
      },
    ],
    [
      'cookies',
      () =>
        new JSON(1, {
          cookies: [
            { name: 'a', value: { b: 1 }, httpOnly: true, sameSite: 'lax' },
            { name: 'c', value: 'd' },
          ],
        }),
      (_req, res) => {
        res.cookie('a', { b: 1 }, { httpOnly: true, sameSite: 'lax' }).cookie('c', 'd').json(1);
      },
    ],
  ])('sends %s as Express does by hand', async (_what, value, byHand) => {
    const returned = appOf(value);
    const written = express().all('/it', byHand);

    for (const [method, headers] of [
      ['GET', {}],
      ['HEAD', {}],
      ['POST', {}],
      ['GET', { Accept: 'text/html' }],
    ] as const) {
      const [ours, theirs] = [
        await send(returned, method, '/it', headers),
        await send(written, method, '/it', headers),
      ];
      expect(ours).toEqual(theirs);
      const revalidation = { 'If-None-Match': String(theirs.headers['ETag']) };
      expect(await send(returned, method, '/it', revalidation)).toEqual(
        await send(written, method, '/it', revalidation),
      );
    }
  });

  it('honours the JSON settings of the app, also for a stream of items', async () => {
    const items = function* () {
      yield { a: '<b>' };
      yield [2];
    };
    const app = appOf((req) => (req.method === 'GET' ? new JSON({ a: '<b>' }) : new JSON(items())));
    app
      .set('json spaces', 1)
      .set('json escape', true)
      .set('json replacer', (_key: string, value: unknown) => (value === 2 ? 3 : value));

    expect((await send(app, 'GET', '/it')).body.toString()).toBe('{\n "a": "\\u003cb\\u003e"\n}');
    expect((await send(app, 'POST', '/it')).body.toString()).toBe('[{\n "a": "\\u003cb\\u003e"\n},[\n 3\n]]');
  });

  it('goes through res.json, res.send and res.end where middleware has wrapped them', async () => {
    const seen: string[] = [];
    const wrap: RequestHandler = (_req, res, next) => {
      for (const name of ['json', 'send', 'end'] as const) {
        const original = res[name].bind(res) as (...args: unknown[]) => never;
        res[name] = ((...args: unknown[]) => {
          seen.push(name);
          return original(...args);
        }) as never;
      }
      next();
    };
    await send(
      appOf(() => new JSON({ a: 1 }), wrap),
      'GET',
      '/it',
    );

    expect(seen).toEqual(['json', 'send', 'end']);
  });

  it('merges Vary and Set-Cookie with those of middleware, and replaces other headers', async () => {
    const before: RequestHandler = (_req, res, next) => {
      res.vary('Origin').cookie('session', '1').set('Cache-Control', 'no-store');
      next();
    };
    const answer = await send(
      appOf(
        () => new Text('a', { headers: { 'Vary': 'Accept', 'Set-Cookie': 'own=2', 'Cache-Control': 'max-age=1' } }),
        before,
      ),
      'GET',
      '/it',
    );

    expect(answer.headers).toMatchObject({
      'Vary': 'Origin, Accept',
      'Set-Cookie': ['session=1; Path=/', 'own=2'],
      'Cache-Control': 'max-age=1',
    });
  });

  it.each([4, 5])("takes 'back' for a relative URL and never for the Referer", async () => {
    const answer = await send(
      appOf(() => new Redirect('back')),
      'GET',
      '/it',
      { Referer: 'https://evil.example/' },
    );

    expect([answer.status, answer.headers['Location']]).toEqual([307, './back']);
  });

  it('writes one response any number of times without changing it', async () => {
    const shared = new JSON(
      { a: 1 },
      { headers: { 'X-A': '1' }, cookies: [{ name: 'a', value: '1', maxAge: 1000, path: '/x' }] },
    );
    const copy = shared.with({});
    const app = appOf(() => shared);
    const [first, second] = [await send(app, 'GET', '/it'), await send(app, 'GET', '/it')];

    expect({ ...second, headers: { ...second.headers, 'Set-Cookie': '' } }).toEqual({
      ...first,
      headers: { ...first.headers, 'Set-Cookie': '' },
    });
    expect(shared).toEqual(copy);
  });

  describe('render(req)', () => {
    class Negotiated extends Response<string> {
      override render(req: express.Request) {
        return req.accepts('json') === 'json' ? new JSON({ text: this.body }) : Promise.resolve(new Text(this.body));
      }
    }

    it('chooses the response by the request, synchronously or later', async () => {
      const app = appOf(() => new Negotiated('hi'));

      expect((await send(app, 'GET', '/it', { Accept: 'application/json' })).body.toString()).toBe('{"text":"hi"}');
      expect((await send(app, 'GET', '/it', { Accept: 'text/plain' })).body.toString()).toBe('hi');
    });

    it.each<[string, () => unknown, string]>([
      [
        'no response',
        () => ({ text: 'hi' }),
        'render(req) returned an object with the keys text; it must return a response.',
      ],
      ['nothing', () => undefined, 'render(req) returned undefined; it must return a response.'],
      ['nothing, later', async () => undefined, 'render(req) returned undefined; it must return a response.'],
      [
        'a thenable that gives none',
        () => ({
          then(resolve: (value: string) => void) {
            setImmediate(() => {
              resolve('text');
            });
          },
        }),
        'render(req) returned "text"; it must return a response.',
      ],
      [
        'a new response to render, for ever',
        () => new Looping(() => new Looping()),
        'render(req) returned a response to render 10 times in a row',
      ],
    ])('is an error of the developer with %s', async (_what, result, message) => {
      const app = appOf(() => new Looping(result));
      const errors = keepErrors(app);

      expect((await send(app, 'GET', '/it')).status).toBe(500);
      expect(errors).toEqual([
        expect.objectContaining({ code: 'ERR_RETURNS_RENDER', message: expect.stringContaining(message) as string }),
      ]);
    });

    it('closes a stream that is not sent in the end', async () => {
      const stream = new Readable({ read: () => undefined });
      const closed = new Promise((resolve) => stream.once('close', resolve));
      class Other extends Response<Readable> {
        override render() {
          return new Text('other');
        }
      }

      expect(
        (
          await send(
            appOf(() => new Other(stream)),
            'GET',
            '/it',
          )
        ).body.toString(),
      ).toBe('other');
      await closed;
    });

    class Looping extends Response<null> {
      constructor(readonly result: () => unknown = () => new Looping()) {
        super(null);
      }
      override render() {
        return this.result() as reply.AnyResponse;
      }
    }
  });

  it('sends nothing where other code has answered', async () => {
    const timeout: RequestHandler = (_req, res, next) => {
      res.status(503).send('too slow');
      next();
    };
    const app = appOf(() => new JSON({ a: 1 }), timeout);
    const errors = keepErrors(app);
    const answer = await send(app, 'GET', '/it');

    expect([answer.status, answer.body.toString(), errors]).toEqual([503, 'too slow', []]);
  });

  it.each([
    { protocol: 1, kind: 'hologram' },
    { protocol: 2, kind: 'body' },
  ])('refuses what a newer copy of the package may bring: %p', async (brand) => {
    const foreign = Object.create(Response.prototype, {
      [Symbol.for('express-returns.response')]: { value: brand },
      status: { value: 200 },
      headers: { value: {} },
      cookies: { value: [] },
      body: { value: null },
    }) as reply.Response;
    const app = appOf(() => foreign);
    const errors = keepErrors(app);

    expect((await send(app, 'GET', '/it')).status).toBe(500);
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('comes from a newer copy of express-returns') as string,
      }),
    ]);
  });
});

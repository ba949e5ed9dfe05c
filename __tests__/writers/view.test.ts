import { join } from 'node:path';
import express, { type Express } from 'express';
import { returns, View, type Handler } from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { keepErrors, send } from '../helpers/app';

type Engine = Parameters<Express['engine']>[1];

/** An app whose engine is this function; every view file exists. */
function appOf(engine: Engine, view: Handler): Express {
  const app = express()
    .engine('tpl', engine)
    .set('views', join(__dirname, '../fixtures/views'))
    .set('view engine', 'tpl');
  app.locals['site'] = 'Ours';
  return app.get(
    '/it',
    (_req, res, next) => {
      res.locals['user'] = 'Ada';
      next();
    },
    returns(view),
  );
}

const show: Engine = (_path, locals, done) => {
  const { site, user, title } = locals as Record<string, unknown>;
  done(null, `<h1>${String(title)} ${String(site)} ${String(user)}</h1>`);
};

describe('a View', () => {
  it('is rendered by the engine of the app, with app.locals, res.locals and its own', async () => {
    const answer = await send(
      appOf(show, () => new View('page', { title: 'Hello' }, { status: 201 })),
      'GET',
      '/it',
    );

    expect([answer.status, answer.headers['Content-Type'], answer.body.toString()]).toEqual([
      201,
      'text/html; charset=utf-8',
      '<h1>Hello Ours Ada</h1>',
    ]);
  });

  it('is not changed by Express, which writes res.locals into the given object', async () => {
    const view = new View('page', Object.freeze({ title: 'Frozen' }));

    expect(
      (
        await send(
          appOf(show, () => view),
          'GET',
          '/it',
        )
      ).status,
    ).toBe(200);
    expect(view).toEqual(new View('page', { title: 'Frozen' }));
  });

  it('goes through res.render where middleware has wrapped it', async () => {
    const app = express()
      .engine('tpl', show)
      .set('views', join(__dirname, '../fixtures/views'))
      .set('view engine', 'tpl');
    app.get(
      '/it',
      (_req, res, next) => {
        const render = res.render.bind(res);
        res.render = ((name: string, locals: object, done: (error: Error, html: string) => void) => {
          render(name, { ...locals, title: 'Wrapped' }, done);
        }) as never;
        next();
      },
      returns(() => new View('page')),
    );

    expect((await send(app, 'GET', '/it')).body.toString()).toBe('<h1>Wrapped undefined undefined</h1>');
  });

  it.each<[string, Engine]>([
    [
      'reports an error',
      (_path, _locals, done) => {
        done(new Error('template'));
      },
    ],
    [
      'throws',
      () => {
        throw new Error('template');
      },
    ],
    [
      'rejects, as an async function that is none of Express',
      async (_path, _locals, done) => {
        await Promise.resolve();
        done(new Error('template'));
      },
    ],
    [
      'reports an error and throws',
      (_path, _locals, done) => {
        done(new Error('template'));
        throw new Error('template');
      },
    ],
    [
      'reports twice',
      (_path, _locals, done) => {
        done(new Error('template'));
        done(null, 'late');
      },
    ],
  ])('is an error reply where the engine %s', async (_what, engine) => {
    const app = appOf(engine, () => new View('page', {}, { status: 201, headers: { 'X-Own': '1' } }));
    const errors = keepErrors(app);
    const answer = await send(app, 'GET', '/it');

    expect([answer.status, answer.headers['X-Own'], errors]).toEqual([500, undefined, [new Error('template')]]);
  });

  it.each([undefined, 404, { html: 'x' }])(
    'is an error where the engine gives %p instead of a string',
    async (given) => {
      const app = appOf(
        (_path, _locals, done) => {
          done(null, given as never);
        },
        () => new View('page'),
      );
      const errors = keepErrors(app);

      expect((await send(app, 'GET', '/it')).status).toBe(500);
      expect(errors).toEqual([
        expect.objectContaining({
          code: 'ERR_RETURNS_BODY',
          message: expect.stringContaining('the view "page" was rendered as') as string,
        }),
      ]);
    },
  );

  it('is sent once where the engine reports twice', async () => {
    const app = appOf(
      (_path, _locals, done) => {
        done(null, 'once');
        done(null, 'twice');
      },
      () => new View('page'),
    );

    expect((await send(app, 'GET', '/it')).body.toString()).toBe('once');
  });
});

describe('a View behind a wrapper of res.render', () => {
  type Render = (name: string, locals: object, done?: (error: unknown, html?: string) => void) => unknown;

  const created = () =>
    new View('page', { title: 'A' }, { status: 201, headers: { 'X-Own': '1' }, cookies: [{ name: 'a', value: 'b' }] });

  /** An app in which this stands in the place of res.render; it is given Express's own. */
  async function ask(wrap: (render: Render, res: express.Response) => Render) {
    const app = express()
      .engine('tpl', show)
      .set('views', join(__dirname, '../fixtures/views'))
      .set('view engine', 'tpl');
    app.get(
      '/it',
      (_req, res, next) => {
        res.render = wrap(res.render.bind(res), res) as never;
        next();
      },
      returns(created),
    );
    const errors = keepErrors(app);
    const { status, headers, body } = await send(app, 'GET', '/it');
    return { status, own: [headers['X-Own'], headers['Set-Cookie']], body: body.toString(), errors };
  }

  const whole = { status: 201, own: ['1', 'a=b; Path=/'], body: '<h1>A undefined undefined</h1>', errors: [] };
  const failed = {
    status: 500,
    own: [undefined, undefined],
    body: '{"failed":true}',
    errors: [new Error('layout')],
  };

  it.each<[string, (render: Render, res: express.Response) => Render]>([
    ['gives a promise', (render) => async (name, locals, done) => render(name, await Promise.resolve(locals), done)],
    ['drops the callback', (render) => (name, locals) => render(name, locals)],
    ['drops the callback later', (render) => async (name, locals) => render(name, await Promise.resolve(locals))],
    [
      'sends the page itself',
      (render, res) => (name, locals) => {
        render(name, locals, (_error, html) => res.send(html));
      },
    ],
    [
      'renders twice, for a layout',
      (render) => (name, locals, done) => {
        render(name, { title: 'inner' }, () => {
          render(name, locals, done);
        });
      },
    ],
    [
      'fails after its callback',
      (render) => async (name, locals, done) => {
        await new Promise((resolve) => {
          render(name, locals, (error, html) => {
            done?.(error, html);
            resolve(undefined);
          });
        });
        throw new Error('late');
      },
    ],
  ])('is whole where it %s', async (_what, wrap) => {
    expect(await ask(wrap)).toEqual(whole);
  });

  it.each<[string, Render]>([
    ['gives a promise that rejects', () => Promise.reject(new Error('layout'))],
    [
      'throws',
      () => {
        throw new Error('layout');
      },
    ],
    [
      'throws later',
      async () => {
        await Promise.resolve();
        throw new Error('layout');
      },
    ],
  ])('is an error reply where it %s', async (_what, render) => {
    expect(await ask(() => render)).toEqual(failed);
  });

  it.each<[string, Render]>([
    ['returns the page', () => '<h1>'],
    ['returns a promise of the page', () => Promise.resolve('<h1>')],
  ])('is a usage error where it %s and does not call back', async (_what, render) => {
    expect(await ask(() => render)).toEqual({
      ...failed,
      errors: [usageError('ERR_RETURNS_BODY', 'Call the callback of res.render in the wrapper.')],
    });
  });

  it('is whole where it returns a string after it has called back', async () => {
    expect(
      await ask((render) => async (name, locals, done) => {
        await new Promise<void>((resolve) => {
          render(name, locals, (error, html) => {
            done?.(error, html);
            resolve();
          });
        });
        return 'the page';
      }),
    ).toEqual(whole);
  });

  it('leaves an answer of the wrapper itself as it is', async () => {
    expect(await ask((_render, res) => () => res.status(503).send('closed'))).toEqual({
      status: 503,
      own: [undefined, undefined],
      body: 'closed',
      errors: [],
    });
  });
});

describe('the locals of a View', () => {
  const defaults = { title: 'Default', site: 'Inherited' };

  it('are there where they are inherited, and stay as they are', async () => {
    const locals = Object.create(defaults, { title: { value: 'Own', enumerable: true } }) as object;
    const answer = await send(
      appOf(show, () => new View('page', locals)),
      'GET',
      '/it',
    );

    expect(answer.body.toString()).toBe('<h1>Own Inherited Ada</h1>');
    expect([Object.keys(locals), Object.keys(defaults)]).toEqual([['title'], ['title', 'site']]);
  });

  it('change no prototype by a name', async () => {
    const locals = globalThis.JSON.parse('{"__proto__":{"title":"Forged"}}') as object;
    const answer = await send(
      appOf(show, () => new View('page', Object.create(locals) as object)),
      'GET',
      '/it',
    );

    expect(answer.body.toString()).toBe('<h1>undefined Ours Ada</h1>');
  });
});

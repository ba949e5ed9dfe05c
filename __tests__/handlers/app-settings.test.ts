import express, { Router } from 'express';
import {
  adopt,
  Error as ErrorResponse,
  ErrorCode,
  ErrorList,
  errorHandler,
  guard,
  notFound,
  returns,
  Routes,
  signal,
  Text,
  type Settings,
} from 'express-returns';
import { keepErrors, send } from '../helpers/app';

const inner = new ErrorList(new ErrorCode(1101, 'inner', 404));
const outer = new ErrorList(new ErrorCode(1101, 'outer', 404), new ErrorCode(1102, 'only outer', 409));

const messageOf = async (app: express.Express, path: string): Promise<unknown> => {
  const { message, title } = globalThis.JSON.parse((await send(app, 'GET', path)).body.toString()) as {
    message?: string;
    title?: string;
  };
  return message ?? title;
};

describe('precedence', () => {
  it.each<[string, (app: express.Express, settings?: Settings) => unknown]>([
    [
      'returns()',
      (app, settings) =>
        app.get(
          '/',
          returns(() => new ErrorResponse(1101), settings),
        ),
    ],
    [
      'guard()',
      (app, settings) =>
        app.get(
          '/',
          guard(() => new ErrorResponse(1101), settings),
        ),
    ],
    ['routes.router()', (app, settings) => app.use(oneRoute().router(settings))],
    ['routes.mount()', (app, settings) => oneRoute().mount(app, settings)],
    [
      'an adopted Router',
      (app, settings) => app.use(adopt(Router(), settings).get('/', () => new ErrorResponse(1101))),
    ],
    ['routes.group()', (app, settings = {}) => app.use(new Routes().group('', settings, oneRoute()).router())],
  ])('is that of %s over that of the app', async (_name, mount) => {
    const withBoth = adopt(express(), { errors: outer });
    mount(withBoth, { errors: inner });
    const withApp = adopt(express(), { errors: outer });
    mount(withApp);

    expect(await messageOf(withBoth, '/')).toBe('inner');
    expect(await messageOf(withApp, '/')).toBe('outer');
  });

  it('keeps the codes of the app that the inner settings do not have', async () => {
    const app = adopt(express(), { errors: outer }).get(
      '/',
      returns(() => new ErrorResponse(1102), { errors: inner }),
    );

    expect(await messageOf(app, '/')).toBe('only outer');
  });

  it('is that of a sub-app over that of the app it is mounted on, in whatever order they are adopted', async () => {
    const parent = express();
    const child = adopt(express(), { errors: inner });
    child.get('/inner', () => new ErrorResponse(1101));
    child.get('/outer', () => new ErrorResponse(1102));
    parent.use('/child', child);
    adopt(parent, { errors: outer });

    expect(await messageOf(parent, '/child/inner')).toBe('inner');
    expect(await messageOf(parent, '/child/outer')).toBe('only outer');
  });
});

it('shows every response to the transform of the app last', async () => {
  const seen: string[] = [];
  const see =
    (name: string): NonNullable<Settings['transform']> =>
    (response) => {
      seen.push(name);
      return response;
    };
  const app = adopt(express(), { transform: see('app') });
  app.get(
    '/',
    returns(() => 'x', { transform: see('function') }),
  );
  await send(app, 'GET', '/');

  expect(seen).toEqual(['function', 'app']);
});

it('tells the log of the app about errors of the server', async () => {
  const logged: unknown[] = [];
  const app = adopt(express(), { log: (error) => logged.push(error) });
  app.get('/', () => new ErrorResponse(1000));
  app.get('/thrown', () => {
    throw new globalThis.Error('broken');
  });
  app.use(notFound(), errorHandler());
  await send(app, 'GET', '/');
  await send(app, 'GET', '/thrown');

  expect(logged).toHaveLength(2);
});

describe('the timeout of the app', () => {
  it('is that of each route, and starts again in the next one', async () => {
    const app = adopt(express(), { timeout: 20 });
    app.get('/slow', async (req) => {
      await new Promise((resolve) => {
        signal(req).addEventListener('abort', resolve);
      });
      return 'too late';
    });
    const errors = keepErrors(app);

    expect((await send(app, 'GET', '/slow')).status).toBe(503);
    expect(errors).toHaveLength(1);
  });

  it('leaves a function with a longer one its time', async () => {
    const app = adopt(express(), { timeout: 5 });
    app.get('/', returns(async () => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      return new Text('in time');
    }, { timeout: 10_000 })); // prettier-ignore

    expect((await send(app, 'GET', '/')).body.toString()).toBe('in time');
  });
});

/** A new one each time, since a mounted Routes is sealed. */
function oneRoute(): Routes {
  const routes = new Routes();
  routes.get('/', () => new ErrorResponse(1101));
  return routes;
}

import express, {
  Router,
  type IRouter,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { adopt, errorHandler, JSON, NotFound, notFound, Routes, Text } from 'express-returns';
import { send, type RawReply } from '../helpers/app';

const textOf = (reply: RawReply): string => `${reply.status} ${reply.body.toString()}`;
const passOn: RequestHandler = (_req, _res, next) => {
  next();
};

const targets: readonly [string, () => IRouter][] = [
  ['a Router', () => Router()],
  ['an app', () => express()],
];

describe.each(targets)('%s that is mounted on an adopted app', (_name, make) => {
  const mounted = (target: IRouter): express.Express => adopt(express()).use('/x', target as unknown as RequestHandler);

  it('may return responses from functions that it had before', async () => {
    const target = make();
    target.use(express.json());
    target.get('/value', passOn, () => new JSON({ a: 1 }));
    target.get('/later', async () => new Text('later', { status: 202 }));
    target.get('/thrown', (_req: Request, _res: Response) => {
      throw new NotFound('Gone');
    });
    target.use('/guarded', (_req: Request, _res: Response, _next: NextFunction) => new Text('Stop', { status: 403 }));
    target.get('/by-hand', (_req, res) => void setTimeout(() => res.send('by hand'), 1));
    const app = mounted(target);

    expect(textOf(await send(app, 'GET', '/x/value'))).toBe('200 {"a":1}');
    expect(textOf(await send(app, 'GET', '/x/later'))).toBe('202 later');
    expect(textOf(await send(app, 'GET', '/x/thrown'))).toBe('404 Gone');
    expect(textOf(await send(app, 'GET', '/x/guarded/a'))).toBe('403 Stop');
    expect(textOf(await send(app, 'GET', '/x/by-hand'))).toBe('200 by hand');
  });

  it('may return responses from functions that are registered later, on a route from before, too', async () => {
    const target = make();
    const route = target.route('/route').get(passOn);
    const app = mounted(target);
    route.get(() => 'route');
    target.get('/after', () => 'after');

    expect(textOf(await send(app, 'GET', '/x/route'))).toBe('200 route');
    expect(textOf(await send(app, 'GET', '/x/after'))).toBe('200 after');
  });

  it.each(targets)('has what is in it adopted as well: %s', async (inner, makeInner) => {
    const [before, after] = [makeInner(), makeInner()];
    before.get('/value', () => 'inner');
    after.get('/value', () => 'inner later');
    const target = make();
    target.use('/before', before as unknown as RequestHandler);
    const app = mounted(target);
    target.use('/after', [passOn, after] as unknown as RequestHandler[]);

    expect(textOf(await send(app, 'GET', '/x/after/value'))).toBe('200 inner later');
    // An app that is mounted on one that is not adopted has left a function there, by which it cannot be known.
    if (inner === 'a Router') expect(textOf(await send(app, 'GET', '/x/before/value'))).toBe('200 inner');
  });

  it('has the settings of the app, and a 500 for a handler that returns nothing', async () => {
    const target = make();
    target.get('/fails', () => new NotFound('None'));
    target.get('/nothing', () => undefined);
    const app = adopt(express(), { errorFormat: 'problem' }).use('/x', target as unknown as RequestHandler);
    app.use(errorHandler({ log: () => undefined }));

    expect((await send(app, 'GET', '/x/fails')).headers['Content-Type']).toContain('application/problem+json');
    expect((await send(app, 'GET', '/x/nothing')).status).toBe(500);
  });

  it('stays as it is where it is adopted itself', async () => {
    const target = make();
    target.get('/before', (_req: Request, res: Response) => new Text(`ignored ${typeof res.send('by hand')}`));
    adopt(target, { errorFormat: 'envelope' });
    target.get('/fails', () => new NotFound('None'));
    const app = adopt(express(), { errorFormat: 'problem' }).use('/x', target as unknown as RequestHandler);

    expect(textOf(await send(app, 'GET', '/x/before'))).toBe('200 by hand');
    expect(textOf(await send(app, 'GET', '/x/fails'))).toBe('404 None');
  });
});

describe('what an adopted app leaves alone', () => {
  it('adopts no function of a Routes twice', async () => {
    const seen: string[] = [];
    const routes = new Routes().use((_req: Request, _res: Response, next: NextFunction) => {
      seen.push('middleware');
      next();
    });
    routes.get('/value', () => new Text(`seen ${seen.length}`));
    const app = adopt(express()).use('/x', routes.router()).use(notFound());

    expect(textOf(await send(app, 'GET', '/x/value'))).toBe('200 seen 1');
    expect((await send(app, 'POST', '/x/value')).headers['Allow']).toBe('GET, HEAD');
  });

  it('keeps the functions of a Router where tools find them', () => {
    const handler: RequestHandler = (_req, res) => void res.send('by hand');
    const router = Router().use(passOn).get('/', handler);
    adopt(express()).use(router);
    const [first, second] = router.stack as unknown as readonly { handle: unknown; route?: typeof router }[];

    expect(first?.handle).toBe(passOn);
    expect((second?.route?.stack[0] as unknown as { handle: unknown }).handle).toBe(handler);
  });

  it('calls a function that has a stack and a handle of another kind', async () => {
    const other = Object.assign((_req: Request, res: Response) => void res.send('other'), { stack: [{}], handle: 1 });

    expect(textOf(await send(adopt(express()).use(other), 'GET', '/'))).toBe('200 other');
  });

  it('serves a Router that is mounted twice, below an adopted app and another one', async () => {
    const router = Router({ mergeParams: true }).get('/', (req) => new JSON(req.params));
    const adopted = adopt(express()).use('/:a', router).use('/:b/again', router);
    const plain = express().use('/:c', router);

    expect(textOf(await send(adopted, 'GET', '/1'))).toBe('200 {"a":"1"}');
    expect(textOf(await send(adopted, 'GET', '/2/again'))).toBe('200 {"b":"2"}');
    expect(textOf(await send(plain, 'GET', '/3'))).toBe('200 {"c":"3"}');
  });

  it('makes the Router of a mounted app with the settings that the app has then', async () => {
    const child = express();
    const app = adopt(express()).use('/x', child);
    child.set('case sensitive routing', true);
    child.get('/Value', () => 'value');

    expect(textOf(await send(app, 'GET', '/x/Value'))).toBe('200 value');
    expect((await send(app, 'GET', '/x/value')).status).toBe(404);
  });
});

describe('an error handler of an adopted app', () => {
  const fails = (): never => {
    throw new globalThis.Error('broken');
  };
  type ErrorHandler = (error: globalThis.Error, req: Request, res: Response, next: NextFunction) => unknown;
  const handlers: readonly [string, ErrorHandler, string][] = [
    ['returns a response', (error, _req, _res, _next) => new Text(error.message, { status: 418 }), '418 broken'],
    ['resolves with one', async (error, _req, _res, _next) => new Text(error.message, { status: 418 }), '418 broken'],
    ['throws', (_error, _req, _res, _next) => fails(), '500 last'],
    ['answers by hand', (error, _req, res, _next) => res.status(503).send(error.message), '503 broken'],
    ['passes it on', (error, _req, _res, next) => next(error), '500 last'],
    ['rejects', async (_error, _req, _res, _next) => fails(), '500 last'],
  ];
  const last: ErrorHandler = (_error, _req, res, _next) => void res.status(500).send('last');

  it.each(handlers)('%s', async (_name, handler, expected) => {
    const app = adopt(express()).get('/', fails).use(handler).use(last);
    const router = Router().get('/', fails).use(handler);

    expect(textOf(await send(app, 'GET', '/'))).toBe(expected);
    expect(textOf(await send(adopt(express()).use(router).use(last), 'GET', '/'))).toBe(expected);
  });

  it('is found by tools, and left out where one puts another kind of function in', async () => {
    const handler: ErrorHandler = (_error, _req, _res, _next) => new Text('ours');
    const router = Router().get('/', fails).use(handler);
    const layer = (router.stack as unknown as { handle: unknown }[])[1];
    const app = adopt(express()).use(router).use(last);

    expect(layer?.handle).toBe(handler);
    Object.assign(layer ?? {}, { handle: passOn });
    expect(textOf(await send(app, 'GET', '/'))).toBe('500 last');
  });
});

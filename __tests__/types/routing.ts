// Checked by `tsc --noEmit`, which `npm test` runs first: each @ts-expect-error is a line that must not compile.
import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response as ExpressResponse,
} from 'express';
import {
  Converter,
  guard,
  JSON,
  returns,
  Route,
  Routes,
  Text,
  type Handler,
  type PathParams,
  type RouteInfo,
} from 'express-returns';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function isTrue<T extends true>(): T | undefined {
  return undefined;
}

// req.params comes from the path literal.
isTrue<Equal<PathParams<'/users/:id'>, { id: string }>>();
isTrue<Equal<PathParams<'/a/:b/c/:d'>, { b: string; d: string }>>();
isTrue<Equal<PathParams<'/:from-:to'>, { from: string; to: string }>>();
isTrue<Equal<PathParams<'/:file.:ext'>, { file: string; ext: string }>>();
isTrue<Equal<keyof PathParams<'/plain'>, never>>();
isTrue<Equal<PathParams<RegExp>, Request['params']>>();
isTrue<Equal<PathParams<'/x/:id(\\d+)'>, Request['params']>>();
isTrue<Equal<PathParams<'/x/:"my id"'>, Request['params']>>();
isTrue<Equal<PathParams<'/x\\:y'>, Request['params']>>();
isTrue<Equal<PathParams<'/:camelCase_1'>, { camelCase_1: string }>>();

// Wildcards, optional and repeated parts, of Express 5...
isTrue<Equal<PathParams<'/files/*rest'>, { rest: string[] }>>();
isTrue<Equal<PathParams<'/:team/*rest/:last'>, { team: string; rest: string[]; last: string }>>();
isTrue<Equal<PathParams<'/a{/:id}'>, { id?: string }>>();
isTrue<
  Equal<
    PathParams<'/:a{/:b{/:c}-:d}/:e{.:f}'>,
    { a: string; b?: string; c?: string; d?: string; e: string; f?: string }
  >
>();
isTrue<Equal<PathParams<'/{*rest}'>, { rest?: string[] }>>();
isTrue<Equal<keyof PathParams<'/a{/b}'>, never>>();
// ... and of Express 4.
isTrue<Equal<PathParams<'/files/*'>, { '0': string }>>();
isTrue<Equal<PathParams<'*'>, { '0': string }>>();
isTrue<Equal<PathParams<'/:a/*/x/*'>, { 'a': string; '0': string; '1': string }>>();
isTrue<Equal<PathParams<'/:a/:b?'>, { a: string; b?: string }>>();
isTrue<Equal<PathParams<'/:a.:b?'>, { a: string; b?: string }>>();
isTrue<Equal<PathParams<'/:a+'>, { a: string }>>();
isTrue<Equal<PathParams<'/:a*'>, { 'a': string; '0': string }>>();
isTrue<Equal<PathParams<string>, Request['params']>>();

isTrue<Equal<PathParams<'/users/<id>'>, { id: string }>>();
isTrue<Equal<PathParams<'/users/<id:int>/x/<y:float>'>, { id: number; y: number }>>();
isTrue<Equal<PathParams<'/:team/<id:int>'>, { id: number; team: string }>>();
isTrue<Equal<PathParams<'/f/<rest:path>'>, { rest: string }>>();
isTrue<Equal<PathParams<'/users{/<id:int>}'>, { id?: number }>>();
isTrue<Equal<PathParams<'/<team>{/<id:int>}'>, { team: string; id?: number }>>();
isTrue<Equal<PathParams<'/<team>/<id:int>?'>, { team: string; id?: number }>>();
isTrue<Equal<PathParams<'/<a:int>/*rest'>, { a: number; rest: string[] }>>();

const routes = new Routes();
declare const legacyHandler: RequestHandler;
routes.get('/users/<id:int>', (req) => req.params.id.toFixed());
// @ts-expect-error -- It is a number.
routes.get('/users/<id:int>', (req) => req.params.id.toUpperCase());
// @ts-expect-error -- There is no such variable.
routes.get('/users/<id:int>', (req) => req.params.name);

// Converters of one's own: req.params has what parse returns.
const hex = new Converter(/[\da-f]+/, { parse: (text) => parseInt(text, 16), format: (id) => id.toString(16) });
isTrue<Equal<typeof hex, Converter<number>>>();
const day = new Converter(/\d{4}-\d\d-\d\d/, {
  parse: (text) => (Number.isNaN(Date.parse(text)) ? undefined : new Date(text)),
  format: (date) => date.toISOString().slice(0, 10),
});
isTrue<Equal<typeof day, Converter<Date>>>();
const word = new Converter(/[a-z]+/);
isTrue<Equal<typeof word, Converter>>();
// @ts-expect-error -- format gets what parse returns.
new Converter(/x/, { parse: (text: string) => text.length, format: (date: Date) => date.toISOString() });

const calendar = new Routes({ converters: { hex, day, word } });
isTrue<Equal<typeof calendar, Routes<{ hex: number; day: Date; word: string }>>>();
calendar.get('/events/<on:day>/<id:hex>/<n:int>/<tag:word>/:x', (req) => {
  isTrue<Equal<typeof req.params, { on: Date; id: number; n: number; tag: string; x: string }>>();
  return req.params.on.getFullYear() + req.params.id;
});
calendar.get('/events{/<on:day>}', (req) => req.params.on?.getFullYear() ?? null);
// @ts-expect-error -- It is a Date.
calendar.get('/events/<on:day>', (req) => req.params.on.toUpperCase());
// @ts-expect-error -- There is no such converter.
calendar.get('/events/<on:month>', (req) => req.params.on.toUpperCase());
// @ts-expect-error -- Not here.
routes.get('/events/<on:day>', (req) => req.params.on.getFullYear());
calendar.get('/legacy/<on:day>', express.json(), (req) => req.params.on.getFullYear());
calendar.route('/r/<on:day>', ['GET'], (req) => req.params.on.getFullYear());
isTrue<Equal<PathParams<'/<on:day>', { day: Date }>, { on: Date }>>();
isTrue<Equal<PathParams<'/<on:day>'>, { on: unknown }>>();
// @ts-expect-error -- A converter is made by new Converter.
new Routes({ converters: { hex: /[\da-f]+/ } });
// @ts-expect-error -- An unknown option.
new Routes({ convertors: { hex } });
routes.extend(calendar);
export const anyRoutes: Routes<unknown> = calendar;
export const plainRoutes: Routes = calendar;
export const both: Routes = new Routes(calendar, new Routes());
export const withOptions = new Routes({ converters: { day } }, calendar).get('/<on:day>', (req) => req.params.on);

// Groups: settings of a mount, middleware, then routes.
routes.group('/a', calendar).group('/b', { timeout: 5 }, express.json(), [guard(() => undefined)], new Routes());
calendar.group('/<on:day>', new Routes()).get('/after/<on:day>', (req) => req.params.on);
// @ts-expect-error -- The routes come last.
routes.group('/a', calendar, express.json());
// @ts-expect-error -- An option of a Router.
routes.group('/a', { strict: true }, calendar);

// The URL of a path needs its params; a name does not tell which.
calendar.url('/events/<on:day>/<id:hex>/<n:int>/<tag:word>/:x', { on: new Date(), id: 255, n: 1, tag: 'a', x: 7 });
calendar.url('/events{/<on:day>}');
calendar.url('/plain');
calendar.url('find', { id: 7 });
calendar.url('/');
calendar.url(calendar.list()[0]?.name ?? '', { id: 7 });
// @ts-expect-error -- It needs a day.
calendar.url('/events/<on:day>');
// @ts-expect-error -- A Date, not a text.
calendar.url('/events/<on:day>', { on: '2026-11-24' });
// @ts-expect-error -- There is no such variable.
calendar.url('/events/<on:day>', { on: new Date(), off: 1 });
// @ts-expect-error -- There is no variable.
calendar.url('/plain', { id: 7 });
export class Events {
  @calendar.get('/decorated/<on:day>')
  static at(req: Request<{ on: Date }>) {
    return req.params.on;
  }

  // @ts-expect-error -- It is a Date.
  @calendar.get('/wrong/<on:day>')
  static wrong(req: Request<{ on: string }>) {
    return req.params.on;
  }
}

routes.get('/files/*rest', (req) => req.params.rest.join('/'));
// @ts-expect-error -- It is an array.
routes.get('/files/*rest', (req) => req.params.rest.toUpperCase());
routes.get('/files/*', (req) => req.params[0].toUpperCase());
// @ts-expect-error -- There is one only.
routes.get('/files/*', (req) => req.params[1]);
routes.get('/page{/:number}', express.json(), (req) => req.params.number?.toUpperCase() ?? null);
// @ts-expect-error -- It may be missing.
routes.get('/page{/:number}', (req) => req.params.number.toUpperCase());
// @ts-expect-error -- So it may in the grammar of Express 4.
routes.get('/page/:number?', (req) => req.params.number.toUpperCase());
routes.get('/:team{/:number}', (req) => req.params.team.toUpperCase());
routes.get('/files/*rest', express.json(), legacyHandler, (req) => req.params.rest.length);
routes.get('/users/:id', (req) => new JSON({ id: req.params.id.toUpperCase() }));
// @ts-expect-error -- There is no such variable.
routes.get('/users/:id', (req) => new JSON({ id: req.params.name }));
routes.post('/users/:id', express.json(), async (req, _res, next: NextFunction) =>
  req.params.id ? new Text('a') : next(),
);
routes.get(/^\/re$/, (req) => req.params['0'] ?? null);
routes.get(['/a', '/b'], () => 'either');
routes.get('/typed', (req: Request, res: ExpressResponse) => res.json(req.query));
routes.get(
  '/named',
  { name: 'named' },
  (_req) => undefined,
  [express.json(), express.text()],
  () => 1,
);
routes.route('/r/:x', ['GET', 'POST', 'PROPFIND'], (req) => req.params.x);
routes.use(
  express.json(),
  [express.text()],
  guard((req) => (req.ip === undefined ? new Text('no', { status: 400 }) : undefined)),
);

// @ts-expect-error -- A handler is a function.
routes.get('/x', 'handler');
// @ts-expect-error -- bigint is no answer.
routes.get('/x', () => 1n);
// @ts-expect-error -- Nor is a symbol.
routes.get('/x', async () => Symbol('x'));
// @ts-expect-error -- An unknown option.
routes.get('/x', { nmae: 'x' }, () => 1);
// @ts-expect-error -- An unknown setting.
routes.router({ mediaroot: 'media' });
// @ts-expect-error -- An option of a Router, where the app decides.
routes.mount(express(), { strict: true });
// @ts-expect-error -- A guard answers or says nothing.
guard(() => false);

export const app = express();
export const same: typeof app = routes.mount(app);
app.use('/api', routes.router({ mediaRoot: 'media', strict: true }));
app.get(
  '/health',
  returns(() => new Text('ok')),
);
app.get(
  '/users/:id',
  returns((req) => req.params['id']?.toUpperCase() ?? null),
);
app.get(
  '/files/*rest',
  returns<{ rest: string[] }>((req) => req.params.rest.length),
);
// @ts-expect-error -- A route needs a handler.
new Route('/x', ['GET']);
// @ts-expect-error -- There is no such variable.
new Route('/x/:id', ['GET'], (req) => req.params.name);
export const typedRoute: Route = new Route('/x/:id', ['GET'], (req) => req.params.id);
app.use(returns((req) => req.path));
app.get(
  '/guarded',
  guard(() => undefined),
  returns(() => 'in'),
);
// A guard of its own params, or of any, leaves those of the route to the others.
const anyGuard = guard((req) => (req.ip === undefined ? new Text('no', { status: 400 }) : undefined));
app.get('/users/:id', anyGuard, (req, res) => {
  res.send(req.params.id.toUpperCase());
});
app.use(anyGuard);
app.use('/users/:id', anyGuard);
export const asHandler: RequestHandler = anyGuard;
// @ts-expect-error -- An unknown setting.
returns(() => 1, { root: 'x' });

// What one library gives, another takes.
export const legacy: RequestHandler = (_req, res) => {
  res.send('legacy');
};
routes.get('/legacy/:id', legacy, (req) => req.params.id);
routes.get('/legacy/<id:int>', legacy, express.json(), (req) => req.params.id.toFixed());
export const handler: Handler<'/users/:id'> = (req) => req.params.id;
export const route = new Route('/users/:id', ['GET'], handler);
export const info: RouteInfo[] = routes.list();

export class Users {
  @routes.get('/decorated/:id')
  find(req: Request<{ id: string }>) {
    return req.params.id;
  }

  @routes.post('/decorated', { name: 'create' })
  static create() {
    return new JSON({ id: 1 }, { status: 201 });
  }

  // @ts-expect-error -- Only a method that answers can be a route.
  @routes.get('/wrong')
  wrong(id: number) {
    return id;
  }
}

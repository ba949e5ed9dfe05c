// What a user of TypeScript writes: every public generic with its arguments inferred and given, and lines that must not
// compile. .ci/types.mjs checks it with each supported TypeScript against the packed declarations.
import express, { type Request, type Response as ExpressResponse } from 'express';
import * as reply from 'express-returns';
import {
  Converter,
  ErrorCode,
  ErrorList,
  File,
  HTML,
  JSON,
  Negotiated,
  Redirect,
  Response,
  Route,
  Routes,
  Status,
  Success,
  Text,
  View,
  guard,
  pass,
  returns,
  type ApiOf,
  type Handler,
  type MessageData,
  type PathParams,
  type ResponseInit,
  type StandardSchema,
} from 'express-returns';

interface User {
  readonly name: string;
}
const user: User = { name: 'Ada' };

// Body and status, inferred and given.
export const created: JSON<User, 201> = new JSON({ name: 'Ada' }, { status: Status.CREATED });
export const given = new JSON<User, 201>(user, { status: 201 });
export const name: string = given.body.name;
export const status: 201 = given.status;
export const text = new Text<string, 404>('Nobody', { status: Status.NOT_FOUND });
export const html = new HTML<string>('<p>');
export const success = new Success<string>('in');
export const view = new View<{ title: string }>('page', { title: 'Hello' });
export const redirect: Redirect = new Redirect(new URL('https://example.com/'), { status: 303 });
export const file: File = new File('a.txt', { root: '/srv' });
export const base = new Response<string>('a', { status: 299 });
export const negotiated = new Negotiated({ json: () => given, html: async () => html }, { status: 201 });
export const any: reply.AnyResponse[] = [created, text, html, success, view, redirect, file, base, negotiated];
// @ts-expect-error -- 201 is not 200.
export const wrongStatus = new JSON<User, 200>(user, { status: 201 });
// @ts-expect-error -- An unknown option.
export const unknownOption = new Text('a', { statusCode: 1 });

export class CSV extends Response<string> {
  static override contentType = 'text/csv; charset=utf-8';
  constructor(rows: string[][], init?: ResponseInit) {
    super(rows.join('\n'), init);
  }
}
export class Created extends JSON<User, 201> {}

export function narrow(result: User | reply.AnyResponse): string {
  return result instanceof CSV ? result.body : 'another';
}

// Errors: the values that a message needs come from its text.
const errors = new ErrorList(
  new ErrorCode(1100, 'Authorization error', Status.UNAUTHORIZED),
  new ErrorCode(1101, "User '{name}' does not exist", Status.BAD_REQUEST),
);
export const found: 400 | undefined = errors.error(1101, { name: 'jalil' }).status;
export const data: MessageData<'{name}'> = { name: 'jalil' };
// @ts-expect-error -- There is no such code.
errors.error(1102);
export const thrown: Error = new reply.Error(1100);

// Paths, handlers, guards, middleware, decorators.
export const params: PathParams<'/users/:id/:tab'> = { id: '7', tab: 'a' };
export const handler: Handler<'/users/:id'> = (req) => new Text(req.params.id);
const routes = new Routes();
routes.use(express.json());
routes.get('/users/:id', (req) => new Text(req.params.id.toUpperCase()));
routes.get('/legacy', (req: Request, res: ExpressResponse) => {
  res.json(req.query);
});
routes.post(
  '/users',
  guard((req) => (req.ip ? undefined : new Text('no', { status: 400 }))),
  () => created,
);
routes.route('/many', ['GET', 'POST'], async () => user);
routes.route('/many/:id', ['GET'], (req) => new Text(req.params.id));
routes.extend(new Route('/one/:id', ['GET'], (req) => new Text(req.params.id)));
// @ts-expect-error -- There is no such variable.
routes.put('/users/:id', (req) => new Text(req.params.name));
// @ts-expect-error -- A promise of a response is not a body of another.
routes.get('/promise', () => new JSON(undefined));

// Wildcards and optional parts, of both majors.
export const rest: PathParams<'/f/*rest'> = { rest: ['a', 'b'] };
export const star: PathParams<'/f/*'> = { '0': 'a/b' };
export const optional: PathParams<'/:a{/:b}'>[] = [{ a: 'x' }, { a: 'x', b: 'y' }];
export const page: PathParams<'/page/:number?'> = {};
routes.get('/wild/*rest', (req) => new Text(req.params.rest.join()));
routes.get('/old/*', (req) => new Text(req.params[0]));
routes.get('/page{/:number}', (req) => new Text(req.params.number ?? '1'));
// @ts-expect-error -- It may be missing.
routes.get('/wrong{/:number}', (req) => new Text(req.params.number.trim()));

// Typed variables, with a converter.
const day = new Converter(/\d{4}-\d\d-\d\d/, { parse: (text) => new Date(text), format: (on) => on.toISOString() });
export const calendar: Routes<{ day: Date }> = new Routes({ converters: { day } });
calendar.get('/events/<on:day>/<id:int>', (req) => new Text(req.params.on.toISOString() + req.params.id.toFixed()));
routes.extend(calendar);
export const link: string = calendar.url('/events/<on:day>/<id:int>', { on: new Date(), id: 7 });
routes.group('/admin', { timeout: 5000 }, express.json(), new Routes()).group('/calendar', calendar);
// @ts-expect-error -- It is a Date.
calendar.get('/wrong/<on:day>', (req) => new Text(req.params.on));

const app = express();
app.use('/api', routes.router({ errors, mediaRoot: '/srv', mergeParams: true }));
routes.mount(app);
routes.mount(express.Router());
app.get(
  '/health',
  returns(() => new reply.Text('ok')),
);
app.get(
  '/typed/:id',
  returns<{ id: string }>((req) => new Text(req.params.id)),
);
app.get(
  '/guarded/:id',
  guard(() => undefined),
  (req, res) => {
    res.send(req.params.id.toUpperCase());
  },
);
app.use(guard(() => undefined));
reply.createServer(app);
export class Users {
  @routes.get('/decorated')
  static all() {
    return [created.body.name];
  }
  @routes.get('/decorated/:id')
  one(req: Request) {
    return { id: req.params['id'], signal: reply.signal(req).aborted };
  }
}

// What is inferred and exported must be nameable.
export const { handler: ownHandler, middleware: ownMiddleware } = new Route('/named', ['GET'], () => 1);
export const { get, route } = routes;
export const classes = [JSON, Text, Response, reply.Error, reply.ExceptionResponse] as const;
export const second: boolean = reply.JSONResponse === JSON && reply.HTTPResponse === Response;
export const transform = (change: reply.Transform, req: Request) => change(given, req);
export const guarded = guard(() => undefined);
export const answers = returns(() => given);

// Declared routes, with a schema of any validator.
declare const User: StandardSchema<{ id: number; born: Date }>;
declare const Page: StandardSchema<{ page: unknown }, { page: number }>;
const codes = new ErrorList(
  new ErrorCode(1201, 'No such user', Status.NOT_FOUND),
  new ErrorCode(1202, 'Taken', Status.CONFLICT, { data: User }),
);
export const signedIn = guard({ returns: [codes.get(1201)], security: 'bearer' }, (req) =>
  req.get('X-User') === undefined ? codes.error(1201) : pass({ user: { id: 7, born: new Date() } }),
);
export const described = reply.route.post(
  '/users/<id:int>',
  { query: Page, body: User, returns: [JSON.of(User, 201), codes.get(1202), File.of('image/png'), Redirect.of()] },
  signedIn,
  (req) =>
    req.query.page === req.params.id
      ? new JSON({ id: req.body.id, born: req.user.born }, { status: 201 })
      : codes.error(1202, undefined, { data: req.user }),
);
export const describedRoutes = new Routes(
  described,
  reply.route.get('/plain', () => 'a'),
);
export interface Api extends ApiOf<typeof describedRoutes> {}
export const born: Extract<Api['POST /users/<id:int>']['replies'], { status: 201 }>['body']['born'] = '2026-11-26';
// @ts-expect-error -- Another status.
reply.route.get('/a', { returns: [JSON.of(User, 201)] }, () => new JSON({ id: 7, born: new Date() }));
// @ts-expect-error -- Another code.
reply.route.get('/a', { returns: [codes.get(1202)] }, () => codes.error(1201));
// @ts-expect-error -- An unknown option.
reply.route.get('/a', { retuns: [JSON.of(User)] }, () => 'a');
routes.get('/described', { returns: [JSON.of(User)] }, signedIn, (req) => req.user);
// @ts-expect-error -- A statement is checked, too.
routes.get('/described', { returns: [JSON.of(User)] }, () => 'a');

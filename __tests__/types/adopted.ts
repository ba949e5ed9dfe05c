// Checked by `tsc --noEmit`, which `npm test` runs first: an adopted app and Router keep Express's own types.
import express, { type Express, type RequestHandler, type Router } from 'express';
import { adopt, ErrorCode, ErrorList, JSON, Negotiated, Route, Success, Text, type HeadersInit } from 'express-returns';

const app: Express = adopt(express());
const router: Router = adopt(express.Router());
declare const typed: RequestHandler<{ id: string }>;

app.get('/users/:id', (req) => new JSON({ id: req.params.id.toUpperCase() }));
app.get('/users/:id/posts/:post', async (req) => new Text(`${req.params.id} ${req.params.post}`));
app.get('/users/:id', typed, (req, res) => { res.json(req.params.id); }); // prettier-ignore
app.route('/users/:id').get((req) => new JSON(req.params.id.trim())).put(typed); // prettier-ignore
app.use((req, _res, next) => { if (req.ip) next(); }); // prettier-ignore
router.post('/files/*path', (req) => new JSON(req.params.path.join('/')));
app.use('/api', router);
export const port: string | undefined = app.get('port');
// @ts-expect-error -- There is no such variable.
app.get('/users/:id', (req) => new JSON(req.params.name));
// @ts-expect-error -- Not an app.
adopt({});

// A Route is a class like any other.
class Health extends Route<'/health'> {
  constructor() {
    super('/health', ['GET'], () => new Text('ok'));
  }
}
export const routes = [
  new Health(),
  new Route<'/users/:id'>('/users/:id', ['GET'], (req) => req.params.id),
  new Route('/users/:id', ['GET'], { name: 'user' }, typed, (req) => new JSON(req.params.id)),
  new Route(['/a', '/b'], ['GET'], () => 'a'),
] satisfies Route[];
export const first = new Route('/users/:id', ['GET'], typed) satisfies Route<'/users/:id'>;
export function pathOf(value: unknown): unknown {
  return value instanceof Route ? value.path : undefined;
}
// @ts-expect-error -- There is no such variable.
new Route('/users/:id', ['GET'], (req) => req.params.name);

// The data of a Success, of a known type or of one that is a parameter.
export const none = new Success(undefined) satisfies Success<undefined>;
export const nothing: Success = new Success();
export const user = new Success({ id: 7 }, { status: 201 }) satisfies Success<{ id: number }, 201>;
export function success<T extends object>(data: T): Success<T> {
  return new Success(data);
}
export function optional(data: { id: number } | undefined): Success<{ id: number } | undefined> {
  return new Success(data);
}
// @ts-expect-error -- JSON has no bigint.
new Success(1n);

// Any header, and any key of a Negotiated, beside those that an editor offers.
declare const record: Record<string, string>;
declare const mutable: Record<string, string | string[] | undefined>;
export const headers: HeadersInit[] = [
  record,
  mutable,
  { 'X-Own': '1', 'ETag': undefined },
  [['Vary', 'A']],
  new Headers(),
];
declare const representations: Record<string, () => JSON>;
export const negotiated = [
  new Negotiated(representations),
  new Negotiated({ 'application/vnd.api+json': (req) => new JSON(req.ip ?? null), 'json': () => new JSON(1) }),
];
// @ts-expect-error -- No value of a header.
export const wrongHeader: HeadersInit = { ETag: true };
// @ts-expect-error -- Not a function.
new Negotiated({ json: new JSON(1) });

const errors = new ErrorList(new ErrorCode('invalid_client', 'No such client', 401));
export const status: 401 | undefined = errors.error('invalid_client').status;
// @ts-expect-error -- There is no such code.
errors.error('invalid_grant');

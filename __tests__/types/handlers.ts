// Checked by `tsc --noEmit`, which `npm test` runs first: each @ts-expect-error is a line that must not compile.
// What fits app.get fits routes, returns and guard.
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { guard, JSON, returns, Route, Routes, Text } from 'express-returns';

interface Query {
  readonly page: string;
  readonly size?: string;
}
interface User {
  readonly name: string;
}
interface Body {
  readonly email: string;
}
type WithQuery = Request<object, object, object, Query>;
type WithUser = Response<unknown, { user: User }>;

declare function touch(...values: unknown[]): void;

const app = express();
const routes = new Routes();

// Constants of Express's own type.
declare const any: RequestHandler;
declare const withId: RequestHandler<{ id: string }>;
declare const withQuery: RequestHandler<object, unknown, unknown, Query>;
declare const withBody: RequestHandler<{ id: string }, unknown, Body>;
declare const withLocals: RequestHandler<object, unknown, unknown, Request['query'], { user: User }>;

app.get('/a', any);
app.get('/a/:id', any, withId, withBody);
app.get('/a', withQuery);
app.get('/a', withLocals);
routes.get('/a', any);
routes.get('/a/:id', any);
routes.get('/a/:id', withId);
routes.get('/a/:id', withBody);
routes.get('/a', withQuery);
routes.get('/a', withLocals);
routes.get('/a/:id', { name: 'a' }, withId);
routes.get('/a', { name: 'a' }, withQuery);
routes.route('/a', ['GET'], withQuery);
routes.route('/a/:id', ['GET'], { name: 'a' }, any, withId);
routes.get('/a/:id', any, withId, withBody, (req) => req.params.id);
routes.get('/a/<id:int>', any, withId, withBody, (req) => req.params.id.toFixed());
routes.get('/a', withQuery, withQuery);
routes.get('/a', [any, withLocals], withLocals);
routes.use(any, withQuery, withLocals);
routes.group('/g', any, withQuery, new Routes());
export const list = [
  new Route('/a', ['GET'], any),
  new Route('/a', ['GET'], withQuery),
  new Route('/a/:id', ['GET'], any, withBody),
  returns(any),
  returns(withId),
  returns(withQuery),
  returns(withLocals),
];

// Types of one's own on the parameters.
routes.get('/b', (req: WithQuery) => req.query.page);
routes.get('/b', async (req: WithQuery, res: WithUser) => new JSON([req.query.size, res.locals.user.name]));
routes.get('/b/:id', (req: Request<{ id: string }, object, Body, Query>) => [req.params.id, req.body.email, req.query]);
routes.get('/b', (req: Request<object, object, Body>, res: Response) => res.json(req.body.email));
routes.get('/b', (_req, res: WithUser) => new Text(res.locals.user.name));
routes.get('/b', (req: Request, res: WithUser, next: NextFunction) => (req.ip ? res.locals.user : next()));
routes.get('/b', express.json(), (req: WithQuery, res: WithUser) => [req.query.page, res.locals.user.name]);
routes.get('/b', { name: 'b' }, any, (req: WithQuery, res: WithUser) => [req.query.page, res.locals.user.name]);
routes.get('/b', (req: WithQuery, res: WithUser, next) => { touch(req, res); next(); }, () => 1); // prettier-ignore
routes.use((req: WithQuery, res: WithUser, next: NextFunction) => { touch(req, res); next(); }); // prettier-ignore
app.get(
  '/b',
  returns((req: WithQuery, res: WithUser) => [req.query.page, res.locals.user.name]),
);
app.get(
  '/b/:id',
  returns((req: Request<{ id: string }, object, Body, Query>) => req.params.id),
);
app.get('/b', guard((req: WithQuery, res: WithUser) => { touch(req, res); }), returns(() => 1)); // prettier-ignore
app.get('/b', guard((req: WithQuery) => (req.query.page === '' ? new Text('a') : undefined)), (req, res) => { res.json(req.query); }); // prettier-ignore
routes.get('/b', guard((req: WithQuery, res: WithUser) => { touch(req, res); }), (req: WithQuery) => req.query.page); // prettier-ignore
routes.get('/b/:id', guard((req: WithQuery) => { touch(req); }), (req) => req.params.id); // prettier-ignore
routes.use(guard((req: WithQuery) => { touch(req); })); // prettier-ignore

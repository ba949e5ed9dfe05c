/** What the sources of MISTAKES begin with. */
const START = `import express from 'express';
import { guard, JSON, returns, Route, Routes, Success, Text } from 'express-returns';
declare const app: express.Express;
declare const routes: Routes;
declare const promise: Promise<{ id: number }>;
declare const isFound: boolean;
void [app, routes, guard, JSON, returns, Route, Success, Text, promise, isFound];
`;

const NOTHING = 'the handler returns nothing, so that nothing would be sent: is a return missing?';
const SOMETIMES =
  'the handler returns undefined in one case, which stands for no response: return null, a response, or throw';

/** Mistakes by name: the code, the place of the compiler's error, and a part of its message. */
export const MISTAKES: Readonly<Record<string, readonly [code: string, at: string, message: string]>> = {
  'a forgotten return': [`routes.get('/a',\n() => { new JSON({}); });`, '() =>', NOTHING],
  'a forgotten return after middleware': [
    `routes.get('/a', express.json(),\n() => { new JSON({}); });`,
    '() =>',
    NOTHING,
  ],
  'a forgotten return after two': [
    `routes.get('/a', express.json(), express.text(),\n(req) => { new JSON(req.ip ?? null); });`,
    '(req) =>',
    NOTHING,
  ],
  'a forgotten return after options': [`routes.get('/a', { name: 'a' },\n() => { new JSON({}); });`, '() =>', NOTHING],
  'a forgotten return, asynchronous': [
    `routes.get('/a',\nasync () => { new JSON(await promise); });`,
    'async',
    NOTHING,
  ],
  'a forgotten return in route()': [`routes.route('/a', ['GET'],\n() => { new JSON({}); });`, '() =>', NOTHING],
  'a forgotten return in returns()': [`app.get('/a', returns(\n() => { new JSON({}); }));`, '() =>', NOTHING],
  'a forgotten return in new Route()': [`new Route('/a', ['GET'],\n() => { new JSON({}); });`, '() =>', NOTHING],
  'a forgotten return in new Route() after middleware': [
    `new Route('/a', ['GET'], express.json(),\n() => { new JSON({}); });`,
    '() =>',
    NOTHING,
  ],
  'undefined in one branch of new Route()': [
    `new Route('/a', ['GET'],\n() => (isFound ? new JSON({}) : undefined));`,
    '() =>',
    SOMETIMES,
  ],
  'a promise inside a bare object of new Route()': [
    `new Route('/a', ['GET'],\n() => ({ user: promise }));`,
    '() =>',
    "the property 'user' is a promise, which JSON.stringify writes as {}: await it first",
  ],
  'a path of new Route() without a slash': [
    `new Route(\n'users', ['GET'], () => 'a');`,
    "'users'",
    "every path begins with a slash: write '/users'",
  ],
  'a promise as the data of Success': ['new Success(\npromise);', 'promise', 'a promise is no JSON: await it first'],
  'a promise inside the data of Success': [
    'new Success(\n{ user: promise }, { status: 201 });',
    '{ user',
    "the property 'user' is a promise, which JSON.stringify writes as {}: await it first",
  ],
  'a Map as the data of Success': [
    'new Success(\nnew Map([[1, 2]]));',
    'new Map',
    'JSON.stringify writes a Map as {}: give Object.fromEntries(map)',
  ],
  'undefined in one branch': [
    `routes.get('/a',\n() => { if (isFound) return new JSON({}); else return undefined; });`,
    '() =>',
    SOMETIMES,
  ],
  'undefined in one branch, asynchronous': [
    `routes.get('/a',\nasync () => { if (isFound) return new JSON(await promise); return; });`,
    'async',
    SOMETIMES,
  ],
  'undefined in one branch of returns()': [
    `app.get('/a', returns(\n() => (isFound ? new JSON({}) : undefined)));`,
    '() =>',
    SOMETIMES,
  ],
  'four parameters': [
    `routes.get('/a',\n(e: Error, req: express.Request, res: express.Response, next: express.NextFunction) => { next([e, req, res]); });`,
    '(e: Error',
    'Target signature provides too few arguments. Expected 4 or more, but got 3.',
  ],
  'a bigint': [`routes.get('/a',\n() => 1n);`, '() =>', 'JSON has no bigint: give a string or a number'],
  'a bigint as JSON': ['new JSON(\n1n);', '1n', 'JSON has no bigint: give a string or a number'],
  'a symbol': [`routes.get('/a',\n() => Symbol('a'));`, '() =>', 'JSON has no functions and no symbols'],
  'undefined as JSON': [
    'new JSON(\nundefined);',
    'undefined',
    'undefined is no JSON: give null, or return another response',
  ],
  'a response as JSON': [
    'new JSON(\nnew Text("a"));',
    'new Text',
    'it is a response itself: return it, or give its body',
  ],
  'a promise as JSON': [
    `routes.get('/a', async () => new JSON(\npromise));`,
    'promise',
    'a promise is no JSON: await it first',
  ],
  'a promise inside JSON': [
    `routes.get('/a', () => new JSON(\n{ user: promise }));`,
    '{ user',
    "the property 'user' is a promise, which JSON.stringify writes as {}: await it first",
  ],
  'a promise inside a bare object': [
    `routes.get('/a',\n() => ({ user: promise }));`,
    '() =>',
    "the property 'user' is a promise, which JSON.stringify writes as {}: await it first",
  ],
  'promises in a bare array': [
    `routes.get('/a',\n() => [promise]);`,
    '() =>',
    'an item is a promise, which JSON.stringify writes as {}: await Promise.all(items) first',
  ],
  'a Map': [
    `routes.get('/a',\n() => new Map([[1, 2]]));`,
    '() =>',
    'JSON.stringify writes a Map as {}: give Object.fromEntries(map)',
  ],
  'a Set as JSON': ['new JSON(\nnew Set([1]));', 'new Set', 'JSON.stringify writes a Set as {}: give [...set]'],
  'a path without a slash': [
    `routes.get(\n'users', () => 'a');`,
    "'users'",
    "every path begins with a slash: write '/users'",
  ],
  'no function': [`routes.get('/a',\n'handler');`, "'handler'", "not assignable to parameter of type 'LooseHandler"],
  'a response in place of a handler': [
    `routes.get('/a',\nnew Text('a'));`,
    'new Text',
    "provides no match for the signature '(req: Request",
  ],
  'a Router that is not made': [
    'app.use(\nroutes.router);',
    'routes.router',
    'routes.router is a method: write routes.router()',
  ],
};

/** The sources with these mistakes, by name. */
export const mistaken: ReadonlyMap<string, string> = new Map(
  Object.entries(MISTAKES).map(([name, [code]]) => [`mistake ${name}`, START + code]),
);

import type { AddressInfo } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import * as z from 'zod';
import {
  Binary,
  ErrorCode,
  ErrorList,
  EventStream,
  guard,
  JSON as JSONResponse,
  JSONLines,
  openapi,
  Redirect,
  Response as EmptyResponse,
  Routes,
  type OpenAPIDocument,
} from 'express-returns';
import type * as SchemaCheck from '../../lib/testing/contract/schema-check';
import { contract, type ContractOptions } from 'express-returns/testing';

const User = z.object({ id: z.int(), name: z.string() }).meta({ id: 'User' });
const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', 401),
  new ErrorCode(1101, "User '{}' does not exist", 404),
);
const info = { title: 'Users', version: '1.0.0', servers: [{ url: 'https://example.com/api/' }] };
const headers = { Authorization: 'Bearer a' };

const signedIn = guard({ returns: [errors.get(1100)], security: 'bearer' }, (req) =>
  req.get('Authorization') === undefined ? errors.error(1100) : undefined,
);

async function* endless(): AsyncGenerator<{ event: 'tick'; data: { n: number } }> {
  for (let n = 1; n < 4; n++) yield { event: 'tick', data: { n } };
  await new Promise(() => undefined);
}

/** One route of each kind. */
function makeRoutes(): Routes {
  const routes = new Routes();
  const query = z.object({ page: z.int().min(1), tag: z.array(z.string()).optional() });
  routes.get('/users', { query, returns: [JSONResponse.of(z.array(User))] }, () => [{ id: 1, name: 'Ada' }]);
  routes.get('/users/<id:int>', { returns: [JSONResponse.of(User), errors.get(1101)] }, ({ params: { id } }) =>
    id > 0 && id < 4 ? new JSONResponse({ id, name: 'Ada' }) : errors.error(1101, id),
  );
  const body = z.object({ name: z.string().min(1), email: z.email(), kind: z.enum(['a', 'b']).default('a') });
  routes.post('/users', { body, returns: [JSONResponse.of(User, 201)] }, signedIn, ({ body: { name } }) => {
    return new JSONResponse({ id: 1, name }, { status: 201 });
  });
  const files = { image: { types: ['image/png'] } };
  routes.put('/avatar', { files, body: z.object({ year: z.int() }), returns: [EmptyResponse.of(204)] }, () => {
    return new EmptyResponse(null, { status: 204 });
  });
  routes.get('/avatar', { returns: [Binary.of('image/png')] }, () => {
    return new Binary(Buffer.from('png'), { contentType: 'image/png' });
  });
  routes.get('/lines', { returns: [JSONLines.of(User)] }, () => new JSONLines([{ id: 1, name: 'Ada' }]));
  const tick = z.object({ n: z.int() });
  routes.get('/ticks', { returns: [EventStream.of({ tick })] }, () => new EventStream(endless()));
  routes.get('/old', { returns: [Redirect] }, () => new Redirect('/api/users'));
  routes.delete('/undeclared', () => 'any text');
  return routes;
}

function documented(version: '3.1.1' | '3.2.0'): { app: Express; document: OpenAPIDocument } {
  const routes = makeRoutes();
  const app = express().use('/api', routes.router({ errors }));
  return { app, document: openapi(routes, { ...info, openapi: version }) };
}

/** A document with the operations of one path only. */
function only(document: OpenAPIDocument, path: string): OpenAPIDocument {
  return { ...document, paths: { [path]: document.paths[path] ?? {} } };
}

/** The message of a contract test that fails. */
async function failureOf(test: Promise<unknown>): Promise<string> {
  const error: unknown = await test.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return (error as Error | undefined)?.message ?? 'passed';
}

describe('contract', () => {
  // The seed is the same, and so are the requests.
  it.each([
    ['3.1.1', 10],
    ['3.2.0', 4],
  ] as const)('passes an app that keeps to its document of OpenAPI %s', async (version, requests) => {
    const { app, document } = documented(version);
    const report = await contract(app, document, { headers, requests });

    expect(report['GET /users']).toEqual({ 200: requests, 400: expect.any(Number) as number });
    expect(report['POST /users']).toEqual({ 201: requests, 400: expect.any(Number) as number, 401: 1, 413: 1, 415: 1 });
    expect(report['PUT /avatar']).toEqual({ 204: requests, 400: 1, 415: 1 });
    expect(report['GET /ticks']).toEqual({ 200: requests });
    expect(report['DELETE /undeclared']).toEqual({ 200: requests });
  });

  it('sends the same requests for the same seed', async () => {
    const { document } = documented('3.1.1');
    const urlsOf = async (seed: number): Promise<readonly string[]> => {
      const urls: string[] = [];
      const app = express().use((req, res) => {
        urls.push(req.url);
        res.status(404).json({ status: 'error', code: 1101, message: 'none' });
      });
      await failureOf(contract(app, document, { seed, requests: 5 }));
      return urls;
    };

    const urls = await urlsOf(1);

    expect(await urlsOf(1)).toEqual(urls);
    expect(await urlsOf(2)).not.toEqual(urls);
  });
});

const user = { id: 1, name: 'Ada' };
const json = (status: number, body: unknown): RequestHandler => {
  return (_req, res) => {
    res.status(status).json(body);
  };
};
const error = (status: number, code: number) => json(status, { status: 'error', code, message: 'wrong' });
const typed = (type: string, text: string): RequestHandler => {
  return (_req, res) => {
    res.type(type).send(text);
  };
};

describe('a contract test of a broken app', () => {
  const { document, app } = documented('3.1.1');
  const users = 'GET /users/{id}';

  it.each<[path: string, handler: RequestHandler, name: string, fact: string]>([
    ['/users/:id', json(202, user), users, 'replied 202, which is not declared (200, 404)'],
    ['/users/:id', json(200, { id: 1 }), users, "replied 200 with a body that is not as declared: it must have required property 'name'"], // prettier-ignore
    ['/users/:id', json(200, { id: 'a', name: 'Ada' }), users, 'not as declared: /id must be integer'],
    ['/users/:id', error(409, 1102), users, 'replied 409 with the error 1102, which is not declared (200, 404)'],
    ['/users/:id', error(404, 1102), users, 'not as declared: /code is 1102 where 1101 is declared'],
    ['/users/:id', typed('html', '<p>'), users, 'replied 200 with text/html; declared is application/json'],
    ['/users/:id', typed('json', '{'), users, 'replied 200 with a body that is not as declared: it is no JSON'],
    ['/users/:id', error(500, 1000), users, 'replied 500 with the error 1000, which is not declared (200, 404)'],
    ['/users/:id', error(404, 1101), users, 'no request was accepted (404)'],
    ['/users/:id', (req) => void req.socket.destroy(), users, 'there was no whole reply: '],
    ['/users', json(200, []), 'GET /users', 'replied 200 to a request without the query parameter page'],
    ['/users', json(200, []), 'GET /users', "replied 200 to a request with the query parameter page 'x'"],
    ['/users', json(201, user), 'POST /users', 'replied 201 to a request without /email in the body'],
    ['/users', json(201, user), 'POST /users', 'replied 201 to a request with a body that is no JSON'],
    ['/users', json(201, user), 'POST /users', 'replied 201 to a request without credentials'],
    ['/avatar', json(200, user), 'GET /avatar', 'replied 200 with application/json; declared is image/png'],
    ['/lines', typed('application/x-ndjson', '{"id":1,"name":"a"}\n{"id":1}\n'), 'GET /lines', 'item 2: it must have'],
    ['/lines', typed('application/x-ndjson', '{'), 'GET /lines', 'item 1: it is no JSON'],
    ['/ticks', typed('text/event-stream', 'event: tick\ndata: {"n":"x"}\n\n'), 'GET /ticks', 'item 1: /n must be integer'], // prettier-ignore
    ['/old', json(307, {}), 'GET /old', 'replied 307 without the header Location, which is declared as required'],
    ['/undeclared', error(500, 1000), 'DELETE /undeclared', 'replied 500 with the error 1000, which is not declared'],
  ])('%#: %s names the operation and the fact', async (path, handler, name, fact) => {
    const broken = express().all(`/api${path}`, handler).use(app);
    const message = await failureOf(
      contract(broken, only(document, name.split(' ')[1] ?? ''), { headers, requests: 4 }),
    );

    expect(message.split('\n')).toContainEqual(
      expect.stringMatching(new RegExp(`^${escaped(name)}: .*${escaped(fact)}`)),
    );
    expect(message).toMatch(/^\d of \d operations are not as declared:\n/);
  });

  it('shows the request and the reply', async () => {
    const broken = express().get('/api/users/:id', json(200, { id: 1 }));
    const message = await failureOf(contract(broken, only(document, '/users/{id}'), { requests: 1 })); // prettier-ignore

    expect(message).toBe(
      "1 of 1 operations are not as declared:\n\nGET /users/{id}: replied 200 with a body that is not as declared: it must have required property 'name'\n    GET /api/users/0\n    200 {\"id\":1}", // prettier-ignore
    );
  });

  it.each([
    [{ event: 'tock', data: { n: 1 } }, '/event is "tock" where "tick" is declared'],
    [{ event: 'tick', data: { n: 'x' } }, 'the data of an event: /n must be integer'],
  ])('checks the names of events and their data by OpenAPI 3.2: %j', async ({ event, data }, fact) => {
    const { document, app } = documented('3.2.0');
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    const broken = express().get('/api/ticks', typed('text/event-stream', text)).use(app);

    expect(await failureOf(contract(broken, only(document, '/ticks'), { headers, requests: 4 }))).toContain(`GET /ticks: replied 200 with a body that is not as declared: item 1: ${fact}`); // prettier-ignore
  });

  it('fails for a declared route that breaks its own declaration', async () => {
    const routes = new Routes();
    routes.get('/users', { returns: [JSONResponse.of(User)] }, () => ({ id: 1 }) as never);
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const message = await failureOf(contract(express().use('/api', routes.router()), openapi(routes, info)));

    expect(message).toContain('GET /users: replied 500, which is not declared (200)\n');
  });
});

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

describe('the options of contract', () => {
  const { app, document } = documented('3.1.1');

  const found = (): { app: Express; document: OpenAPIDocument } => {
    const routes = new Routes();
    const params = z.object({ code: z.string().regex(/^[A-Z]{2}-\d{4}$/) });
    routes.get('/parts/:code', { params, returns: [JSONResponse.of(params), errors.get(1101)] }, (req) => {
      return req.params.code === 'AB-1234' ? req.params : errors.error(1101, 'x');
    });
    const prefixed = openapi(routes, { title: 'Parts', version: '1.0.0' });
    return { app: express().use('/v1', routes.router({ errors })), document: prefixed };
  };

  it('sends the parts of examples, and makes up the others', async () => {
    const { app, document } = found();
    const examples = { 'GET /parts/{code}': [{ params: { code: 'AB-1234' } }, { params: { code: 'XX-0000' } }] };

    expect(await contract(app, document, { prefix: '/v1', examples, requests: 4 })).toEqual({
      'GET /parts/{code}': { 200: 2, 404: 1 },
    });
  });

  it('says for which part it finds no value', async () => {
    const { app, document } = found();

    expect(await failureOf(contract(app, document, { prefix: '/v1', requests: 1 }))).toContain(
      "GET /parts/{code}: no valid value of its schema was found for the path parameter code; give one as examples: { 'GET /parts/{code}': ... }",
    );
  });

  it('leaves out what is skipped, and sends nothing invalid if that is wanted', async () => {
    const skip = ['GET /ticks', 'DELETE /undeclared'];
    const report = await contract(app, document, { headers, skip, invalid: false });

    expect(Object.keys(report)).not.toContain('GET /ticks');
    expect(report['POST /users']).toEqual({ 201: 20, 401: 1 });
  });

  it('takes a check of its own', async () => {
    const seen: unknown[] = [];
    const validate = (schema: object, value: unknown): undefined => void seen.push([schema, value]);
    await contract(app, document, { headers, invalid: false, requests: 4, validate });

    expect(seen).toContainEqual([expect.objectContaining({ $ref: '#/components/schemas/User' }), expect.any(Object)]);
  });

  it.each([['no URL'], [{}], [undefined]])('refuses the app %p', async (app) => {
    expect(await failureOf(contract(app as string, document))).toContain('contract() takes an Express app or the URL');
  });

  it.each([[undefined], [null], [new Routes()], ['openapi.json']])('refuses %p as a document', async (wrong) => {
    await expect(contract(express(), wrong as never)).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_RETURNS_DESCRIPTION',
        message: expect.stringContaining('contract() takes the OpenAPI document of the app') as string,
      }),
    );
  });

  it('asks a server by its URL', async () => {
    const server = app.listen(0);
    try {
      const { port } = server.address() as AddressInfo;
      const report = await contract(`http://localhost:${port}`, only(document, '/users/{id}'), { requests: 4 });

      expect(report['GET /users/{id}']).toMatchObject({ 200: expect.any(Number) as number });
    } finally {
      server.close();
    }
  });

  it.each([
    [{ requests: 0 }, 'The option requests of contract() must be a whole number from 1; got 0.'],
    [{ request: 1 }, 'Did you mean requests?'],
    [{ skip: ['GET /none'] }, 'contract(): the document has no operation GET /none; it has '],
    [{ examples: { 'GET /none': {} } }, 'contract(): the document has no operation GET /none; it has '],
  ])('refuses %j', async (options, message) => {
    expect(await failureOf(contract(app, document, options as ContractOptions))).toContain(message);
  });
});

it('says that ajv is missing', () => {
  jest.doMock('ajv/dist/2020', () => {
    throw new Error("Cannot find module 'ajv/dist/2020'");
  });
  jest.isolateModules(() => {
    const copy = jest.requireActual<typeof SchemaCheck>('../../lib/testing/contract/schema-check');

    expect(() => copy.checkByAjv()).toThrow(
      'contract() needs the package ajv: npm install --save-dev ajv ajv-formats.',
    );
  });
});

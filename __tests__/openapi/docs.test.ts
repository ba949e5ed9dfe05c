import express, { type Express } from 'express';
import * as z from 'zod';
import {
  adopt,
  docs,
  ErrorCode,
  ErrorList,
  JSON,
  openapi,
  Routes,
  Text,
  type DocsOptions,
  type OpenAPIDocument,
} from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { send } from '../helpers/app';

const INFO = { title: 'Users <&>', version: '1.0.0', description: 'First.\n\nSecond.', servers: [{ url: '/api' }] };
const User = z.object({ id: z.int32() }).meta({ id: 'DocsUser' });

function appOf(options?: DocsOptions): Express {
  const routes = new Routes();
  routes.get('/users/<id:int>', { name: 'getUser', summary: 'One "user"', returns: [JSON.of(User)] }, (req) => new JSON({ id: req.params.id })); // prettier-ignore
  routes.post('/users', { name: 'add', body: User, query: z.object({ dry: z.boolean() }), returns: [Text] }, () => new Text('')); // prettier-ignore
  return express()
    .use('/api', routes.router())
    .use('/docs', docs(routes, INFO, options).router());
}

const textOf = async (app: Express, path: string): Promise<string> => (await send(app, 'GET', path)).body.toString();

describe('docs', () => {
  it('serves the document, with an ETag', async () => {
    const app = appOf();
    const reply = await send(app, 'GET', '/docs/openapi.json');
    const { ETag: etag = '' } = reply.headers;

    expect(reply.headers['Content-Type']).toBe('application/json; charset=utf-8');
    expect(Object.keys((globalThis.JSON.parse(reply.body.toString()) as OpenAPIDocument).paths)).toEqual([
      '/users/{id}',
      '/users',
    ]);
    expect((await send(app, 'GET', '/docs/openapi.json', { 'If-None-Match': String(etag) })).status).toBe(304);
  });

  it('makes the document once, by the first request: routes that come before it are in it', async () => {
    const routes = new Routes().get('/a', () => new Text(''));
    const app = express().use('/docs', docs(routes, INFO).router());
    routes.get('/b', () => new Text(''));
    const before = await textOf(app, '/docs/openapi.json');

    expect(before).toBe(globalThis.JSON.stringify(openapi(routes, INFO)));
    routes.get('/c', () => new Text(''));
    expect(await textOf(app, '/docs/openapi.json')).toBe(before);
  });

  it('has the errors in the format of the app that it is on, where the mount has none', async () => {
    const errors = new ErrorList(new ErrorCode(1101, 'No such user', 404), new ErrorCode(1102, 'No team', 404));
    const errorTypes = 'https://example.com/errors#';
    const returns = [JSON.of(User), errors.get(1101)];
    const routes = new Routes().get('/users', { returns }, () => errors.error(1101));
    const plain = new Routes().get('/teams', () => errors.error(1102));
    const enveloped = new Routes().group('/old', { errorFormat: 'envelope' }, routes);
    const sub = adopt(express(), { errorTypes });
    sub.use('/docs', docs([...routes, ...enveloped, ...plain], INFO).router());
    const app = adopt(express(), { errors, errorFormat: 'problem' });
    app.use(routes.router(), enveloped.router(), plain.router(), sub);
    const document = globalThis.JSON.parse(await textOf(app, '/docs/openapi.json')) as OpenAPIDocument;
    const replyOf = (path: string, status: string) => ['paths', path, 'get', 'responses', status, 'content'];
    const ref = ['schema', '$ref'];

    expect(document).toHaveProperty(
      [...replyOf('/users', '404'), 'application/problem+json', ...ref],
      '#/components/schemas/Problem1101',
    );
    expect(document).toHaveProperty(
      [...replyOf('/old/users', '404'), 'application/json', ...ref],
      '#/components/schemas/Error1101',
    );
    expect(document).toHaveProperty('components.schemas.Problem1101.properties.type.const', `${errorTypes}1101`);
    expect(document).toHaveProperty(
      [...replyOf('/teams', '4XX'), 'application/problem+json', 'examples', '1102', 'value', 'detail'],
      'No team',
    );
  });

  it('refuses an app where it takes routes', () => {
    expect(() => docs(express() as never, INFO)).toThrow(
      usageError('ERR_RETURNS_DESCRIPTION', 'docs() takes a Routes or a list of routes; got a function'),
    );
  });

  it('has a page whose files are relative, and leads to it from the path without a slash', async () => {
    const app = appOf();
    const redirect = await send(app, 'GET', '/docs?a=/');

    expect([redirect.status, redirect.headers['Location']]).toEqual([307, './docs/']);
    expect(await textOf(app, '/docs/')).toContain('<script src="docs.js"></script>');
  });

  it.each([
    ['/docs/docs.js', 'text/javascript; charset=utf-8', 'SwaggerUIBundle('],
    ['/docs/docs.css', 'text/css; charset=utf-8', 'body {'],
    ['/docs/swagger-ui.css', 'text/css; charset=utf-8', '.swagger-ui'],
    ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8', 'SwaggerUIBundle'],
  ])('serves %s', async (path, type, text) => {
    const reply = await send(appOf(), 'GET', path);

    expect([reply.status, reply.headers['Content-Type']]).toEqual([200, type]);
    expect(reply.body.toString()).toContain(text);
  });

  it.each<DocsOptions>([{ page: 'plain' }, { page: 'swagger-ui' }])(
    'has no script and no style inside: %j',
    async (options) => {
      const html = await textOf(appOf(options), '/docs/');

      expect(html).not.toMatch(/<script>|<style|\son\w+=|\sstyle=|https?:/);
      expect(html).toContain('<title>Users &lt;&amp;&gt;</title>');
    },
  );

  it('has a plain page: operations, parameters, bodies, replies and schemas', async () => {
    const app = appOf({ page: 'plain' });
    const html = await textOf(app, '/docs/');

    expect(html).toContain('<p>First.</p>\n<p>Second.</p>');
    expect(html).toContain('<summary><code><b>GET</b> /users/{id}</code> One &quot;user&quot;</summary>');
    expect(html).toContain(
      '<tr><td><code>id</code> *</td><td>path</td><td><code>{&quot;type&quot;:&quot;integer&quot;}</code></td><td></td></tr>',
    );
    expect(html).toContain(
      '<h3>Body</h3>\n<p><code>application/json</code> <code><a href="#DocsUser">DocsUser</a></code></p>',
    );
    expect(html).toContain('<dt><b>413</b></dt>');
    expect(html).toContain('<details id="DocsUser">');
    expect((await send(app, 'GET', '/docs/docs.js')).status).toBe(404);
  });

  it.each([
    [{ ...INFO, titel: 'x' }, {}, /docs\(\) has no option "titel".*Did you mean title\?/],
    [INFO, { page: 'redoc' }, /The option page of docs\(\) must be 'swagger-ui' or 'plain'; got "redoc"/],
  ])('refuses wrong options: %j', (info, options, message) => {
    expect(() => docs(new Routes(), info, options as DocsOptions)).toThrow(message);
  });
});

describe('docs without swagger-ui-dist', () => {
  const missing = (): void => {
    jest.doMock('node:module', () => ({
      createRequire: () => ({ resolve: () => { throw new globalThis.Error('Cannot find module'); } }), // prettier-ignore
    }));
  };
  afterEach(() => {
    jest.dontMock('node:module');
    jest.resetModules();
  });

  it('has the plain page', async () => {
    jest.resetModules();
    missing();
    const returns = await import('express-returns');
    const app = express().use('/docs', returns.docs(new returns.Routes(), INFO).router());

    expect(await textOf(app, '/docs/')).toContain('<h2>Operations</h2>');
    expect(() => returns.docs(new returns.Routes(), INFO, { page: 'swagger-ui' })).toThrow(
      "docs(): the page 'swagger-ui' needs the package swagger-ui-dist: npm install swagger-ui-dist.",
    );
  });
});

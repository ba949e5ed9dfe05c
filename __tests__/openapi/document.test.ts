import express from 'express';
import * as z from 'zod';
import type { Response } from 'express-returns';
import {
  Binary,
  Converter,
  ErrorCode,
  ErrorList,
  File,
  guard,
  HTML,
  JSON,
  NotFound,
  openapi,
  Redirect,
  Routes,
  Text,
  UsageError,
  type Guard,
  type OpenAPIDocument,
  type OpenAPIInfo,
  type RouteOptions,
} from 'express-returns';
import type { DeclarationData } from '../../lib/responses/declaration';
import { createDeclaration } from '../../lib/responses/declaration';
import { faultsOf } from '../helpers/openapi-schema';
import { warningsOf } from '../helpers/warnings';

const INFO = { title: 'Users', version: '1.0.0' };
const answer = (): Response => new Text('');

const declare = (data: Partial<DeclarationData>) =>
  createDeclaration({
    kind: 'json',
    name: 'JSON',
    status: 200,
    contentType: 'application/json; charset=utf-8',
    ...data,
  });
const User = z.object({ id: z.int32(), name: z.string() }).meta({ id: 'User' });
const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', 401),
  new ErrorCode(1101, "User '{}' does not exist", 404),
  new ErrorCode(1102, 'Team {name} does not exist', 404),
);

/** The document of one route, which is checked to be valid. */
function documentOf(path: string, options: RouteOptions, info: Partial<OpenAPIInfo> = {}): OpenAPIDocument {
  const document = openapi(new Routes().get(path, options, answer), { ...INFO, ...info });
  expect(faultsOf(document)).toEqual([]);
  return document;
}

type Operation = Readonly<Record<string, never>> & {
  readonly parameters: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, object>> }>>;
};

function operationOf(path: string, options: RouteOptions, info: Partial<OpenAPIInfo> = {}): Operation {
  return Object.values(documentOf(path, options, info).paths)[0]?.['get'] as unknown as Operation;
}

describe('openapi', () => {
  it('is useful for routes that declare nothing: paths, methods, names, types of variables, errors', () => {
    const routes = new Routes();
    routes.get('/users/<id:int>', function getUser() {
      return new Text('');
    });
    routes.post('/users', () => new Text(''));
    express().use(routes.router({ errors: new ErrorList(new ErrorCode(1100, 'Please sign in', 401)) }));
    const document = openapi(routes, INFO);

    expect(faultsOf(document)).toEqual([]);
    expect(document).toEqual({
      openapi: '3.1.1',
      info: INFO,
      paths: {
        '/users/{id}': {
          get: {
            operationId: 'getUser',
            parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
            responses: { '4XX': CATALOGUE, 'default': { description: 'Not declared.' } },
          },
        },
        '/users': { post: { responses: { '4XX': CATALOGUE, 'default': { description: 'Not declared.' } } } },
      },
      components: {
        schemas: {
          Error1100: {
            type: 'object',
            properties: {
              status: { type: 'string', const: 'error' },
              code: { type: 'integer', const: 1100 },
              message: { type: 'string' },
            },
            required: ['status', 'code', 'message'],
          },
        },
      },
    });
  });

  const CATALOGUE = {
    description: 'One of the errors of the app.',
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error1100' },
        examples: {
          1100: {
            summary: 'Please sign in',
            value: { status: 'error', code: 1100, message: 'Please sign in' },
          },
        },
      },
    },
  };

  it('leaves out what declares nothing, or is hidden', () => {
    const routes = new Routes();
    routes.get('/a', { name: 'a' }, answer);
    routes.get('/b', { summary: 'B' }, answer);
    routes.get('/c', { summary: 'C', hidden: true }, answer);

    expect(Object.keys(openapi(routes, INFO).paths)).toEqual(['/a', '/b']);
    expect(Object.keys(openapi(routes, { ...INFO, undeclared: false }).paths)).toEqual(['/b']);
  });

  it('has a place for each field of info', () => {
    const given = {
      description: 'All users',
      contact: { name: 'Ada' },
      servers: [{ url: '/api' }],
      tags: [{ name: 'users' }],
      externalDocs: { url: 'https://example.com' },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
      security: 'key',
    } as const;

    expect(documentOf('/', {}, given)).toMatchObject({
      info: { ...INFO, description: 'All users', contact: { name: 'Ada' } },
      servers: given.servers,
      tags: given.tags,
      externalDocs: given.externalDocs,
      security: [{ key: [] }],
      components: { securitySchemes: given.securitySchemes },
    });
  });

  it.each<[string, object, RegExp]>([
    ['no title', { title: undefined }, /openapi\(\) takes the title and the version of the API/],
    ['an unknown option', { servrs: [] }, /has no option "servrs".* Did you mean servers\?/],
    [
      'a version of OpenAPI that is not made',
      { openapi: '3.0.3' as never },
      /must be '3\.1\.1' or '3\.2\.0'; got "3\.0\.3"/,
    ],
    ['a prefix without a slash', { prefix: 'api' }, /must be a path such as '\/api'; got "api"/],
    ['a base of OpenAPI 3.0', { base: { openapi: '3.0.3' } }, /base must be OpenAPI 3\.1 or 3\.2; this is 3\.0\.3/],
    ['a base of Swagger', { base: { swagger: '2.0' } }, /this is 2\.0/],
    [
      'an unknown security scheme',
      { security: 'token' },
      /openapi\(\) needs the security scheme token.*securitySchemes/,
    ],
  ])('refuses %s', (_name, info, message) => {
    expect(() => openapi(new Routes(), { ...INFO, ...info })).toThrow(message);
    expect(() => openapi(new Routes(), { ...INFO, ...info })).toThrow(UsageError);
  });

  it('refuses what is no Routes', () => {
    expect(() => openapi(express() as never, INFO)).toThrow(/takes a Routes or a list of routes; got/);
  });

  it('puts a prefix before each path', () => {
    const routes = new Routes().get('/', answer).get('/users', answer);

    expect(Object.keys(openapi(routes, { ...INFO, prefix: '/api' }).paths)).toEqual(['/api', '/api/users']);
  });
});

describe('the paths of a document', () => {
  it.each([
    ['/users/:id', ['/users/{id}']],
    ['/users/<id:int>', ['/users/{id}']],
    ['/a.b/c-:d', ['/a.b/c-{d}']],
    ['/files/<rest:path>', ['/files/{rest}']],
    [/^\/hello-world$/, ['/hello-world']],
  ])('are those of OpenAPI: %s', (path, expected) => {
    expect(Object.keys(openapi(new Routes().get(path, answer), INFO).paths)).toEqual(expected);
  });

  it('are two for a path with an optional part', () => {
    const optional = 'process_params' in express() || 'lazyrouter' in express() ? '/a/:b?' : '/a{/:b}';
    const routes = new Routes();
    routes.get(optional, { name: 'list' }, answer);
    const app = express();
    app.use(routes.router());
    const { paths } = openapi(routes, INFO);

    expect(Object.keys(paths)).toEqual(['/a', '/a/{b}']);
    expect(Object.values(paths).map((item) => item['get']?.['operationId'])).toEqual(['list', 'list_get']);
  });

  it('are all of a route with several', () => {
    const routes = new Routes().get(['/a', '/b/:c'], { name: 'both' }, answer);

    expect(Object.keys(openapi(routes, INFO).paths)).toEqual(['/a', '/b/{c}']);
  });

  it('have no regular expressions; a warning says so', () => {
    const routes = new Routes().get(/^\/a/, answer);
    let document: OpenAPIDocument | undefined;

    expect(warningsOf(() => (document = openapi(routes, INFO)))).toEqual([
      'GET /^\\/a/ (answer) is not in the OpenAPI document, which has no regular expressions: /^\\/a/.',
    ]);
    expect(document?.paths).toEqual({});
  });

  it('are one for paths that differ in the names of variables only', () => {
    const routes = new Routes();
    routes.get('/users/<id:int>', { name: 'get' }, answer);
    routes.delete('/users/:user', { name: 'remove', params: z.object({ user: z.string().min(3) }) }, answer);

    expect(openapi(routes, INFO).paths).toMatchObject({
      '/users/{id}': {
        get: { parameters: [{ name: 'id', schema: { type: 'integer' } }] },
        delete: { parameters: [{ name: 'id', schema: { type: 'string', minLength: 3 } }] },
      },
    });
  });

  it('have the first of two routes that OpenAPI cannot tell apart', () => {
    const routes = new Routes()
      .get('/a/<id:int>', { name: 'one' }, answer)
      .get('/a/<id:slug>', { name: 'other' }, answer);
    let document: OpenAPIDocument | undefined;

    expect(warningsOf(() => (document = openapi(routes, INFO)))).toEqual([
      'GET /a/<id:slug> (other) is not in the OpenAPI document: for OpenAPI its path is that of GET /a/<id:int> (one).',
    ]);
    expect(document?.paths).toMatchObject({ '/a/{id}': { get: { operationId: 'one' } } });
  });

  it('have five methods for any method, where no other route has one', () => {
    const routes = new Routes().post('/a', { name: 'own' }, answer).all('/a', { name: 'any' }, answer);
    const item = openapi(routes, INFO).paths['/a'] ?? {};

    expect(Object.entries(item).map(([method, { operationId }]) => [method, operationId])).toEqual([
      ['post', 'own'],
      ['get', 'any'],
      ['put', 'any_put'],
      ['delete', 'any_delete'],
      ['patch', 'any_patch'],
    ]);
  });

  it('have other methods in OpenAPI 3.2 only', () => {
    const routes = new Routes().route('/a', ['QUERY', 'PURGE'], { name: 'a' }, answer);
    const document = openapi(routes, { ...INFO, openapi: '3.2.0' });

    expect(faultsOf(document)).toEqual([]);
    expect(document.paths['/a']).toMatchObject({
      query: { operationId: 'a' },
      additionalOperations: { PURGE: { operationId: 'a_purge' } },
    });
    expect(warningsOf(() => openapi(routes, INFO))).toEqual([
      'QUERY, PURGE /a (a) is not in the OpenAPI document: OpenAPI 3.1.1 has no place for the method QUERY; 3.2.0 has.',
      'QUERY, PURGE /a (a) is not in the OpenAPI document: OpenAPI 3.1.1 has no place for the method PURGE.',
    ]);
  });

  it('have a name of an operation once', () => {
    const list = answer;
    const routes = new Routes().get('/a', list).get('/b/:id', list);
    const { paths } = openapi(routes, INFO);

    expect(Object.values(paths).map((item) => item['get']?.['operationId'])).toEqual(['getA', 'getBId']);
    const twice = new Routes().get('/a', { name: 'list' }, answer).get('/b', { name: 'list' }, answer);
    expect(() => openapi(twice, INFO)).toThrow('GET /b (list) and GET /a (list) have the same name');
  });
});

describe('the parameters of an operation', () => {
  it('are those of params, query, headers and cookies', () => {
    const { parameters } = operationOf('/users/:id', {
      params: z.object({ id: z.uuid() }),
      query: z.object({
        page: z.int32().default(1).describe('From 1 on'),
        tag: z.array(z.string()).optional(),
        filter: z.object({ name: z.string() }).optional(),
      }),
      headers: z.object({ 'x-key': z.string(), 'authorization': z.string() }),
      cookies: z.object({ session: z.string() }),
    });

    expect(parameters).toMatchObject([
      { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      { name: 'page', in: 'query', description: 'From 1 on', schema: { type: 'integer', default: 1 } },
      { name: 'tag', in: 'query', style: 'form', explode: true, schema: { type: 'array', items: { type: 'string' } } },
      { name: 'filter', in: 'query', style: 'deepObject', explode: true, schema: { type: 'object' } },
      { name: 'x-key', in: 'header', required: true, schema: { type: 'string' } },
      { name: 'session', in: 'cookie', required: true, schema: { type: 'string' } },
    ]);
  });

  it('are those of each branch of a union', () => {
    const { parameters } = operationOf('/', {
      query: z.discriminatedUnion('by', [
        z.object({ by: z.literal('id'), id: z.int32() }),
        z.object({ by: z.literal('name'), name: z.string() }),
      ]),
    });

    expect(parameters).toMatchObject([
      { name: 'by', required: true, schema: { anyOf: [{ const: 'id' }, { const: 'name' }] } },
      { name: 'id', schema: { type: 'integer' } },
      { name: 'name', schema: { type: 'string' } },
    ]);
    expect(parameters[1]).not.toHaveProperty('required');
  });

  it.each([
    ['<a:int>', { type: 'integer' }],
    ['<a:float>', { type: 'number' }],
    ['<a:uuid>', { type: 'string', format: 'uuid' }],
    ['<a:slug>', { type: 'string', pattern: '^[\\w-]+$' }],
    ['<a:str>', { type: 'string' }],
    ['<a:hex>', { type: 'string', pattern: '^(?:[0-9a-f]+)$' }],
    ['<a:day>', { type: 'string', format: 'date' }],
    ['<a:odd>', { type: 'string' }],
    [':a', { type: 'string' }],
  ])('have the type of the variable %s', (variable, schema) => {
    const converters = {
      hex: new Converter(/[0-9a-f]+/),
      day: new Converter(/[\d-]+/, { schema: { type: 'string', format: 'date' } }),
      odd: new Converter(new RegExp('\\-x')), // Not valid with the flag u.
    };
    const document = openapi(new Routes({ converters }).get(`/${variable}`, answer), INFO);

    expect(document.paths['/{a}']?.['get']).toMatchObject({ parameters: [{ name: 'a', schema }] });
  });

  it('say that a wildcard contains slashes', () => {
    expect(operationOf('/<a:path>', {}).parameters).toEqual([
      { name: 'a', in: 'path', required: true, description: 'May contain slashes.', schema: { type: 'string' } },
    ]);
  });
});

describe('the body of requests', () => {
  const bodyOf = (options: RouteOptions): unknown =>
    openapi(new Routes().post('/a', { name: 'add', ...options }, answer), INFO).paths['/a']?.['post']?.['requestBody'];

  it('is JSON, with 413, 415 and 1002', () => {
    const routes = new Routes().post('/a', { body: z.object({ a: z.string() }), returns: [Text] }, answer);
    const operation = openapi(routes, INFO).paths['/a']?.['post'];

    expect(operation).toMatchObject({
      requestBody: { required: true, content: { 'application/json': { schema: { required: ['a'] } } } },
    });
    expect(Object.keys(operation?.['responses'] as object)).toEqual(['200', '400', '413', '415']);
  });

  it('may be left out where the schema allows that, and be of other types', () => {
    expect(bodyOf({ body: z.object({}).optional(), bodyTypes: ['application/x-www-form-urlencoded'] })).toEqual({
      content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties: {} } } },
    });
  });

  it('is a form where there are files', () => {
    expect(
      bodyOf({
        body: z.object({ name: z.string() }),
        files: {
          image: { types: ['image/png', 'image/jpeg'], maxBytes: 1000 },
          more: { maxCount: 3, optional: true },
        },
      }),
    ).toEqual({
      required: true,
      content: {
        'multipart/form-data': {
          schema: {
            allOf: [
              { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
              {
                type: 'object',
                properties: {
                  image: { type: 'string', format: 'binary', description: 'At most 1000 bytes.' },
                  more: { type: 'array', items: { type: 'string', format: 'binary' }, maxItems: 3 },
                },
                required: ['image'],
              },
            ],
          },
          encoding: { image: { contentType: 'image/png, image/jpeg' } },
        },
      },
    });
  });
});

describe('the replies of an operation', () => {
  const repliesOf = (returns: RouteOptions['returns'], info: Partial<OpenAPIInfo> = {}): Operation['responses'] =>
    operationOf('/a', { name: 'a', ...(returns && { returns }) }, info).responses;

  it('are the declared ones, by status', () => {
    expect(
      repliesOf([
        declare({ schema: User, status: 201, description: 'The new user', headers: { 'X-Count': 'How many' } }),
        declare({ kind: 'body', status: 204, contentType: null }),
        declare({ kind: 'body', contentType: 'text/html; charset=utf-8' }),
      ]),
    ).toEqual({
      200: { description: 'OK', content: { 'text/html': { schema: { type: 'string' } } } },
      201: {
        description: 'The new user',
        headers: { 'X-Count': { description: 'How many', schema: { type: 'string' } } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/User' } } },
      },
      204: { description: 'No Content' },
    });
  });

  it('have several media types, examples, and the envelope of Success', () => {
    expect(
      repliesOf([
        declare({ schema: User, examples: { ada: { id: 1, name: 'Ada' } } }),
        declare({ kind: 'body', contentType: 'text/csv' }),
        declare({ isEnvelope: true, schema: z.string(), status: 202 }),
        declare({ isEnvelope: true, status: 203 }),
      ]),
    ).toEqual({
      200: {
        description: 'OK',
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/User' },
            examples: { ada: { value: { id: 1, name: 'Ada' } } },
          },
          'text/csv': { schema: { type: 'string' } },
        },
      },
      202: {
        description: 'Accepted',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { status: { type: 'string', const: 'success' }, data: { type: 'string' } },
              required: ['status', 'data'],
            },
          },
        },
      },
      203: {
        description: 'Non-Authoritative Information',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { status: { type: 'string', const: 'success' }, data: {} },
              required: ['status'],
            },
          },
        },
      },
    });
  });

  it('are those of classes by their defaults', () => {
    class CSV extends Text {
      static override contentType = 'text/csv; charset=utf-8';
    }
    const replies = repliesOf([Redirect, NotFound, CSV, HTML, JSON, Binary]);

    expect(replies).toEqual({
      200: {
        description: 'OK',
        content: {
          'text/csv': { schema: { type: 'string' } },
          'text/html': { schema: { type: 'string' } },
          'application/json': { schema: {} },
          'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
        },
      },
      307: {
        description: 'Temporary Redirect',
        headers: {
          Location: {
            description: 'Where to go.',
            required: true,
            schema: { type: 'string', format: 'uri-reference' },
          },
        },
      },
      404: { description: 'Not Found', content: { 'text/plain': { schema: { type: 'string' } } } },
    });
  });

  it('of a file are ranges, conditions and a file that does not exist, too', () => {
    const replies = repliesOf([declare({ kind: 'file', contentType: 'image/png' })]);
    const picture = { 'image/png': { schema: { type: 'string', format: 'binary' } } };

    expect(replies).toMatchObject({
      200: { content: picture, headers: { 'ETag': {}, 'Last-Modified': {}, 'Accept-Ranges': {} } },
      206: { content: picture, headers: { 'Content-Range': {} } },
      304: { description: 'Not Modified' },
      404: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Error1001' } } } },
      416: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Error416' } } } },
    });
    expect(Object.keys(replies)).toEqual(['200', '206', '304', '404', '416']);
    expect(repliesOf([File])['200']).toMatchObject({ content: { '*/*': {} } });
  });

  it('of errors are by status: several codes are one of them, with an example each', () => {
    expect(repliesOf([errors.get(1101), errors.get(1102)])).toEqual({
      404: {
        description: "1101: User '{}' does not exist\n\n1102: Team {name} does not exist",
        content: {
          'application/json': {
            schema: { oneOf: [{ $ref: '#/components/schemas/Error1101' }, { $ref: '#/components/schemas/Error1102' }] },
            examples: {
              1101: {
                summary: "User '{}' does not exist",
                value: { status: 'error', code: 1101, message: "User '…' does not exist" },
              },
              1102: {
                summary: 'Team {name} does not exist',
                value: { status: 'error', code: 1102, message: 'Team <name> does not exist' },
              },
            },
          },
        },
      },
    });
  });

  it('of errors are problems where the mount says so', () => {
    const routes = new Routes().get('/a', { name: 'a', returns: [errors.get(1101), NotFound] }, answer as never);
    routes.router({ errors, errorFormat: 'problem', errorTypes: 'https://example.com/errors#' });
    const document = openapi(routes, INFO);

    expect(faultsOf(document)).toEqual([]);
    expect(document.paths['/a']?.['get']).toMatchObject({
      responses: {
        404: {
          content: {
            'application/problem+json': {
              schema: {
                oneOf: [{ $ref: '#/components/schemas/Problem1101' }, { $ref: '#/components/schemas/Problem1001' }],
              },
              examples: {
                1101: {
                  value: {
                    type: 'https://example.com/errors#1101',
                    title: "User '{}' does not exist",
                    status: 404,
                    detail: "User '…' does not exist",
                    instance: '/',
                    code: 1101,
                  },
                },
              },
            },
          },
        },
      },
    });
    expect(document.components?.['schemas']?.['Problem1101']).toEqual({
      type: 'object',
      properties: {
        type: { type: 'string', const: 'https://example.com/errors#1101' },
        title: { type: 'string' },
        status: { type: 'integer', const: 404 },
        detail: { type: 'string' },
        instance: { type: 'string', format: 'uri-reference' },
        code: { type: 'integer', const: 1101 },
      },
      required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
    });
  });

  it('of errors are those of a group in its format, and of info before all', () => {
    const routes = new Routes().get('/a', { name: 'a', returns: [errors.get(1101)] }, answer as never);
    const all = new Routes().group('/g', { errorFormat: 'problem' }, routes);
    const mediaTypes = (info: Partial<OpenAPIInfo> = {}): string[] => {
      const operation = openapi(all, { ...INFO, ...info }).paths['/g/a']?.['get'] as unknown as Operation;
      return Object.keys(operation.responses['404']?.content ?? {});
    };
    all.router({ errors });

    expect(mediaTypes()).toEqual(['application/problem+json']);
    expect(mediaTypes({ errorFormat: 'envelope' })).toEqual(['application/json']);
  });

  it('of errors have no schema in a format of the app, unless it is given', () => {
    const errorFormat = () => new Text('');
    const errorSchema = { type: 'object', required: ['problem'] };

    expect(repliesOf([errors.get(1101)], { errorFormat })).toEqual({
      404: { description: "1101: User '{}' does not exist" },
    });
    expect(repliesOf([errors.get(1101)], { errorFormat, errorSchema })).toMatchObject({
      404: { content: { 'application/json': { schema: errorSchema } } },
    });
  });

  const missing = { returns: [NotFound] };
  const nothing = (): NotFound => new NotFound();
  it.each<[string, (signedIn: Guard, own: Routes) => Routes]>([
    ['of the route', (signedIn) => new Routes().get('/a', missing, signedIn, nothing)],
    ['of its group', (signedIn, own) => new Routes().group('', signedIn, own)],
    ['of all routes', (signedIn, own) => own.use(signedIn)],
  ])('are those of a guard %s, too', (_name, guarded) => {
    const signedIn = guard({ returns: [errors.get(1100)] }, () => errors.error(1100));
    const routes = guarded(signedIn as Guard, new Routes().get('/a', missing, nothing));
    const document = openapi(routes, { ...INFO, errors });

    expect(Object.keys((document.paths['/a']?.['get'] as unknown as Operation).responses)).toEqual(['401', '404']);
  });

  it('have a 500 and a 503 where that is asked for', () => {
    expect(Object.keys(operationOf('/a', { returns: [Text], timeout: 10 }, { serverError: true }).responses)).toEqual([
      '200',
      '500',
      '503',
    ]);
  });

  it('of refused data have the issues', () => {
    const document = documentOf('/a', { query: z.object({}), returns: [Text] });

    expect(document.components?.['schemas']?.['Error1002']).toMatchObject({
      properties: { data: { additionalProperties: { additionalProperties: { items: { type: 'string' } } } } },
      required: ['status', 'code', 'message'],
    });
  });
});

describe('streams', () => {
  const lines = declare({ kind: 'lines', contentType: 'application/x-ndjson', schema: User });
  const events = declare({ kind: 'events', contentType: 'text/event-stream', schema: User });
  const named = declare({ kind: 'events', contentType: 'text/event-stream', events: { user: User, done: z.null() } });
  const contentOf = (given: typeof lines, openapi: '3.1.1' | '3.2.0'): unknown =>
    operationOf('/a', { name: 'a', returns: [given] }, { openapi }).responses['200'];
  const $ref = '#/components/schemas/User';

  it('have the schema of an item in 3.1, and a description that says so', () => {
    expect(contentOf(lines, '3.1.1')).toMatchObject({
      description: 'OK (JSON lines; the schema is that of one line).',
      content: { 'application/x-ndjson': { schema: { $ref } } },
    });
    expect(contentOf(events, '3.1.1')).toMatchObject({
      description: 'OK (Server-sent events; the schema is that of the data of one event, which is JSON).',
      content: { 'text/event-stream': { schema: { $ref } } },
    });
    expect(contentOf(named, '3.1.1')).toMatchObject({
      content: {
        'text/event-stream': { 'schema': { anyOf: [{ $ref }, { type: 'null' }] }, 'x-events': ['user', 'done'] },
      },
    });
  });

  it('have an itemSchema in 3.2', () => {
    const data = (contentSchema: object) => ({ type: 'string', contentMediaType: 'application/json', contentSchema });
    expect(contentOf(lines, '3.2.0')).toMatchObject({ content: { 'application/x-ndjson': { itemSchema: { $ref } } } });
    expect(contentOf(events, '3.2.0')).toEqual({
      description: 'OK',
      content: {
        'text/event-stream': {
          itemSchema: {
            type: 'object',
            properties: {
              event: { type: 'string' },
              data: data({ $ref }),
              id: { type: 'string' },
              retry: { type: 'integer', minimum: 0 },
            },
            required: ['data'],
          },
        },
      },
    });
    expect(contentOf(named, '3.2.0')).toMatchObject({
      content: {
        'text/event-stream': {
          itemSchema: {
            anyOf: [
              { properties: { event: { const: 'user' }, data: data({ $ref }) }, required: ['event', 'data'] },
              { properties: { event: { const: 'done' }, data: data({ type: 'null' }) } },
            ],
          },
        },
      },
    });
  });

  it('may be without a schema', () => {
    expect(contentOf(declare({ kind: 'lines', contentType: 'application/x-ndjson' }), '3.1.1')).toMatchObject({
      content: { 'application/x-ndjson': { schema: {} } },
    });
  });
});

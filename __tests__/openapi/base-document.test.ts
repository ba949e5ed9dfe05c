import { ErrorCode, openapi, Routes, Text, type OpenAPIInfo } from 'express-returns';
import { faultsOf } from '../helpers/openapi-schema';

const OK = { 200: { description: 'OK' } };
const BASE = {
  'openapi': '3.1.0',
  'info': { title: 'Old', version: '7', description: 'An app' },
  'servers': [{ url: 'https://example.com' }],
  'tags': [{ name: 'old' }],
  'x-own': true,
  'paths': {
    '/users/{userId}': { 'summary': 'One user', 'get': { responses: OK }, 'x-own': 1 },
    '/old': { get: { responses: OK } },
  },
  'components': {
    schemas: { Old: { type: 'string' } },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  },
};
const answer = () => new Text('');

const merge = (routes: Routes, info: Partial<OpenAPIInfo> = {}, base: object = BASE) =>
  openapi(routes, { base: base as OpenAPIInfo['base'] & object, ...info });

describe('the base of a document', () => {
  it('keeps all that it has, and gets the routes', () => {
    const before = structuredClone(BASE);
    const routes = new Routes().get('/users', { name: 'list', security: 'key' }, answer);
    const document = merge(routes, { version: '8', tags: [{ name: 'new' }] });

    expect(faultsOf(document)).toEqual([]);
    expect(document).toEqual({
      ...BASE,
      openapi: '3.1.1',
      info: { ...BASE.info, version: '8' },
      tags: [{ name: 'old' }, { name: 'new' }],
      paths: {
        ...BASE.paths,
        '/users': {
          get: {
            operationId: 'list',
            responses: { default: { description: 'Not declared.' } },
            security: [{ key: [] }],
          },
        },
      },
    });
    expect(BASE).toEqual(before);
  });

  it('shares a path whose variables have other names', () => {
    const document = merge(new Routes().delete('/users/<id:int>', { name: 'remove' }, answer));

    expect(Object.keys(document.paths)).toEqual(['/users/{userId}', '/old']);
    expect(document.paths['/users/{userId}']).toMatchObject({
      'summary': 'One user',
      'x-own': 1,
      'delete': { parameters: [{ name: 'userId', in: 'path', schema: { type: 'integer' } }] },
    });
  });

  it('has another document of ours, too', () => {
    const info = { title: 'T', version: '1' };
    const first = openapi(new Routes().get('/a', { returns: [new ErrorCode(1100, 'No', 401)] }, answer as never), info);
    const both = merge(
      new Routes().get('/b', { returns: [new ErrorCode(1100, 'No', 401)] }, answer as never),
      {},
      first,
    );

    expect(faultsOf(both)).toEqual([]);
    expect(Object.keys(both.paths)).toEqual(['/a', '/b']);
    expect(both.info).toEqual(info);
  });

  it('may be OpenAPI 3.2', () => {
    const base = { ...BASE, openapi: '3.2.0', paths: { '/old': { query: { responses: OK }, additionalOperations: { PURGE: { responses: OK } } } } }; // prettier-ignore
    const document = merge(new Routes().get('/old', answer), { openapi: '3.2.0' }, base);

    expect(faultsOf(document)).toEqual([]);
    expect(document.paths['/old']).toMatchObject({ query: {}, get: {}, additionalOperations: { PURGE: {} } });
  });

  it('refuses an operation that it has', () => {
    expect(() => merge(new Routes().get('/users/:id', answer))).toThrow(
      'GET /users/:id (answer): the document in base has GET /users/{userId} already. Remove it there, or leave the route out by hidden: true.',
    );
  });

  it('refuses a component that it has otherwise', () => {
    const base = { ...BASE, components: { schemas: { Error1100: { type: 'string' } } } };
    const routes = new Routes().get('/a', { returns: [new ErrorCode(1100, 'No', 401)] }, answer as never);

    expect(() => merge(routes, {}, base)).toThrow(
      'openapi(): the document in base has another component schemas.Error1100. Give one of them another name.',
    );
  });

  it('refuses a path that is no object', () => {
    expect(() => merge(new Routes(), {}, { ...BASE, paths: { '/a': 1 } })).toThrow(/the path \/a .* is not an object/);
  });
});

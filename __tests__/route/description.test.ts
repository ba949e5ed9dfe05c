import express from 'express';
import {
  ErrorCode,
  ErrorList,
  JSON as JSONResponse,
  Negotiated,
  NotFound,
  Response,
  Route,
  Routes,
  Success,
  Text,
} from 'express-returns';
import { fetchOf } from 'express-returns/testing';
import { type } from 'arktype';
import { z } from 'zod';
import { schemaOf } from '../helpers/validators';

const errors = new ErrorList(new ErrorCode(1101, 'Unknown', 404), new ErrorCode(1102, 'Taken', 404));
const user = z.object({ name: z.string() });
const define = (options: object, methods = ['POST']) => new Route('/it', methods, options, () => new Text('ok'));
const refusal = (code: string, message: string | RegExp) =>
  expect.objectContaining({
    code,
    message: typeof message === 'string' ? message : (expect.stringMatching(message) as unknown),
  }) as Error;

describe('a description', () => {
  it.each<[string[], object]>([
    [['POST'], { body: user, query: user, headers: user, cookies: user, params: type({}) }],
    [['QUERY', 'DELETE', '*'], { body: user }],
    [['POST'], { body: user, bodyTypes: ['application/json', 'text/*', 'application/vnd.api+json'] }],
    [
      ['POST'],
      { files: { image: {}, more: { types: ['image/*'], maxBytes: 1, maxCount: 2, optional: true } }, body: user },
    ],
    [
      ['GET'],
      {
        returns: [
          JSONResponse.of(user),
          JSONResponse.of(user, 201),
          Text.of(),
          errors.get(1101),
          errors.get(1102),
          NotFound,
          Negotiated,
        ],
      },
    ],
    [['GET'], { returns: undefined, body: undefined, files: undefined }],
    [
      ['GET'],
      {
        coerce: false,
        bodyLimit: '1mb',
        summary: 'x',
        description: 'x',
        tags: ['x'],
        deprecated: true,
        security: [],
        hidden: true,
      },
    ],
  ])('is accepted: %#', (methods, options) => {
    expect(() => define(options, methods)).not.toThrow();
  });

  it.each([
    [{ coerce: 1 }, /^The option coerce of POST \/it must be true or false; got 1\.$/],
    [{ bodyLimit: '1 apple' }, /bodyLimit .* must be a number of bytes/],
    [{ summary: 1 }, /summary .* must be a string/],
    [{ tags: 'users' }, /tags .* must be an array of strings/],
    [{ security: 1 }, /security .* must be the name of a security scheme/],
    [{ hidden: 'yes' }, /hidden .* must be true or false/],
    [{ querry: user }, /has no option "querry".* Did you mean query\?/],
  ])('has settings that are checked: %j', (options, message) => {
    expect(() => define(options)).toThrow(refusal('ERR_RETURNS_SETTINGS', message));
  });

  it.each<[string, unknown, RegExp]>([
    [
      'a plain object of schemas',
      { name: z.string() },
      /got an object with the keys name\. These are the fields of an object: put them into one schema, such as z\.object\(\{ \.\.\. \}\)\.$/,
    ],
    [
      'a class',
      class User {},
      /got a function User\. A class validates nothing by itself: make a Standard Schema of its validator, as docs\/validation\.md does for ajv\./,
    ],
    ['a function', () => true, /A function is no schema/],
    ['zod before 3.24', { _def: {}, parse: () => 1 }, /update it \(zod from 3\.24/],
    [
      'a schema of TypeBox',
      { '~kind': 'Object', 'type': 'object' },
      /TypeBox has no Standard Schema: docs\/validation\.md has an adapter/,
    ],
    ['an older one', { [Symbol('TypeBox.Kind')]: 'Object', type: 'object' }, /TypeBox has no/],
    ['a JSON Schema', { type: 'object', properties: {} }, /A JSON Schema needs a validator/],
    ['nothing', null, /got null\. Give a schema of a validator/],
    ['a text', 'string', /got "string"\. Give a schema/],
    ['a schema of another version', { '~standard': { version: 2, validate: () => 1 } }, /Give a schema/],
    [
      'what cannot be read',
      new Proxy(
        {},
        {
          has: () => {
            throw new Error('no');
          },
        },
      ),
      /Give a schema/,
    ],
  ])('has schemas, not %s', (_name, query, message) => {
    expect(() => define({ query })).toThrow(refusal('ERR_RETURNS_DESCRIPTION', message));
    expect(() => define({ query })).toThrow(/^POST \/it: the option query must be a schema; got /);
  });

  it.each<[object, string[], string | RegExp]>([
    [
      { body: user },
      ['GET'],
      'GET /it: a GET request has no body, so the option body could never be met. Declare query instead.',
    ],
    [{ body: user }, ['POST', 'HEAD'], /^POST, HEAD \/it: a HEAD request has no body/],
    [{ files: { image: {} } }, ['GET'], /the option files could never be met/],
    [{ body: user, bodyTypes: [] }, ['POST'], /bodyTypes must be media types, .*got an array of 0 items\.$/],
    [{ body: user, bodyTypes: 'application/json' }, ['POST'], /bodyTypes must be media types/],
    [{ body: user, bodyTypes: ['json'] }, ['POST'], /bodyTypes must be media types/],
    [{ body: user, bodyTypes: ['application/json; charset=utf-8'] }, ['POST'], /bodyTypes must be media types/],
    [{ bodyTypes: ['application/json'] }, ['POST'], /needs the option body/],
    [{ body: user, bodyTypes: ['multipart/form-data'] }, ['POST'], /is declared by the option files alone/],
    [
      { body: user, bodyTypes: ['application/json'], files: { image: {} } },
      ['POST'],
      /is declared by the option files alone/,
    ],
    [{ files: {} }, ['POST'], /files must have the fields of a form, such as .*got an object without keys\.$/],
    [{ files: [] }, ['POST'], /files must have the fields/],
    [{ files: user }, ['POST'], /files must have the fields/],
    [{ files: { image: true } }, ['POST'], /The options of POST \/it: files\.image must be an object; got true/],
    [
      { files: { image: { type: ['image/png'] } } },
      ['POST'],
      /files\.image has no option "type".* Did you mean types\?/,
    ],
    [{ files: { image: { types: [] } } }, ['POST'], /types .* must be media types/],
    [{ files: { image: { types: ['png'] } } }, ['POST'], /types .* must be media types/],
    [
      { files: { image: { maxBytes: '1mb' } } },
      ['POST'],
      /maxBytes .* must be a whole number of bytes from 1; got "1mb"/,
    ],
    [{ files: { image: { maxCount: 0 } } }, ['POST'], /maxCount .* must be a whole number from 1; got 0/],
    [{ files: { image: { optional: 1 } } }, ['POST'], /optional .* must be true or false/],
    [{ returns: [] }, ['POST'], /returns must be an array of replies, .*got an empty array/],
    [{ returns: JSONResponse.of(user) }, ['POST'], /returns must be an array of replies/],
    [{ returns: [user] }, ['POST'], /^POST \/it: returns takes declarations/],
    [
      { returns: [JSONResponse.of(user), JSONResponse.of(z.string())] },
      ['POST'],
      'POST /it: the option returns has two entries for 200 application/json. Give one, with a union as its schema.',
    ],
    [{ returns: [JSONResponse.of(user), Success.of(user)] }, ['POST'], /two entries for 200 application\/json/],
    [{ returns: [errors.get(1101), errors.get(1101)] }, ['POST'], /two entries for the code 1101/],
    [{ returns: [Response.of(204), Response.of(204)] }, ['POST'], /two entries for 204 Response/],
    [{ returns: [NotFound, NotFound] }, ['POST'], /two entries for 404/],
  ])('cannot have %j on %j', (options, methods, message) => {
    expect(() => define(options, methods)).toThrow(refusal('ERR_RETURNS_DESCRIPTION', message));
  });
});

describe('a mounted description', () => {
  const hello = () => new Text('hi');
  const params = z.object({ id: z.int(), other: z.string() });
  const missing = (path: string, has: string) =>
    refusal(
      'ERR_RETURNS_DESCRIPTION',
      `GET ${path} (hello): the schema of params has "other", but the path ${path} has no such variable: ${has}.`,
    );

  it('has no params that the path does not have', () => {
    expect(() => new Routes().get('/it/:id', { params }, hello).router()).toThrow(missing('/it/:id', 'it has "id"'));
    expect(() => new Routes().get('/it', { params: z.object({ other: z.string() }) }, hello).router()).toThrow(
      missing('/it', 'it has none'),
    );
    expect(() => new Routes().group('/x', new Routes().get('/it/<id:int>', { params }, hello)).router()).toThrow(
      missing('/x/it/<id:int>', 'it has "id"'),
    );
  });

  it('has headers in lower case, as requests have them', () => {
    const headers = z.object({ 'x-a': z.string(), 'X-Token': z.string() });

    expect(() => new Routes().get('/it', { headers }, hello).router()).toThrow(
      refusal(
        'ERR_RETURNS_DESCRIPTION',
        'GET /it (hello): the schema of headers has "X-Token". Write "x-token", as req.headers has it.',
      ),
    );
  });

  it.each([
    ['those of a group', () => new Routes().group('/:other', new Routes().get('/it/:id', { params }, hello)).router()],
    ['those of a parent Router', () => new Routes().get('/it/:id', { params }, hello).router({ mergeParams: true })],
    ['those of another path', () => new Routes().get(['/:other', '/it/:id'], { params }, hello).router()],
    ['those of a RegExp', () => new Routes().get(/^\/(?<other>x)$/, { params }, hello).router()],
    [
      'any, without JSON Schema',
      () => new Routes().get('/it', { params: schemaOf((value) => ({ value })) }, hello).router(),
    ],
  ])('has %s', (_name, mount) => {
    expect(mount).not.toThrow();
  });

  it('gives params of a group and of a parent Router to the schema', async () => {
    const routes = new Routes().group(
      '/:other',
      new Routes().get('/it/:id', { params }, (req) => new JSONResponse(req.params)),
    );
    const reply = await fetchOf(express().use(routes.router()))('/x/it/7');

    expect(await reply.json()).toEqual({ id: 7, other: 'x' });
  });

  it('has codes that are in a list of the mount, where it has lists', () => {
    const others = new ErrorList(new ErrorCode(1200, 'Other', 400));
    const routes = () => new Routes().get('/it', { returns: [errors.get(1101), errors.get(1001)] }, hello as never);

    expect(() => routes().router({ errors: others })).toThrow(
      refusal(
        'ERR_RETURNS_DESCRIPTION',
        'GET /it (hello): the option returns has the code 1101, which is in no list of this mount. Add its ErrorList to the setting errors.',
      ),
    );
    expect(() => routes().router({ errors: [others, errors] })).not.toThrow();
    expect(() => new Routes().group('/x', { errors }, routes()).router({ errors: others })).not.toThrow();
    expect(() => routes().router()).not.toThrow();
  });
});

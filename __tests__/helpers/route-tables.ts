import { toStandardJsonSchema } from '@valibot/to-json-schema';
import fc from './fast-check';
import * as v from 'valibot';
import * as z from 'zod';
import {
  Binary,
  ErrorCode,
  ErrorList,
  File,
  HTML,
  NotFound,
  Redirect,
  Routes,
  Text,
  type OpenAPIInfo,
  type RouteOptions,
  type Settings,
} from 'express-returns';
import { declarationOf } from '../../lib/errors/declaration-of';
import type { Returnable } from '../../lib/handlers/description';
import { createDeclaration, type Declaration, type DeclarationData } from '../../lib/responses/declaration';
import type { StandardSchema } from '../../lib/schema/standard-schema';

/** A table of routes with everything that may be in a document, and the info for it. */
export interface RouteTable {
  readonly routes: Routes;
  readonly info: OpenAPIInfo;
}

const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', 401),
  new ErrorCode(1101, "User '{}' does not exist", 404),
  new ErrorCode(1102, 'Team {name} does not exist', 404),
  new ErrorCode('teapot', 'I am a teapot', 418),
);

const User = z.object({ id: z.int(), name: z.string(), born: z.date().optional() }).meta({ id: 'User' });
const Team = z
  .object({
    title: z.string().default('none'),
    users: z.array(User),
    get parent() {
      return Team.optional();
    },
  })
  .meta({ id: 'Team' });
const Odd = z.object({
  'a/b': z.record(z.string(), z.number()),
  'c d': z.tuple([z.string(), z.literal([1, 2, null])]),
});
const Valibot = toStandardJsonSchema(v.pipe(v.object({ a: v.optional(v.number(), 1) }), v.title('Valibot')));

const schemas = fc.constantFrom<StandardSchema>(
  User,
  Team,
  Odd,
  Valibot,
  z.array(User),
  z.string(),
  z.union([User, Odd]),
);
const fields = fc.constantFrom<StandardSchema>(
  z.object({ page: z.int().default(1).describe('From 1 on'), tag: z.array(z.string()).optional() }),
  z.object({ filter: z.object({ name: z.string() }), flag: z.boolean().optional() }),
  z.discriminatedUnion('by', [z.object({ by: z.literal('a'), a: z.number() }), z.object({ by: z.literal('b') })]),
  z.record(z.string(), z.string()),
);
const statuses = fc.constantFrom(200, 201, 400, 404);
const declare = (data: Partial<DeclarationData>): Declaration =>
  createDeclaration({
    kind: 'json',
    name: 'JSON',
    status: 200,
    contentType: 'application/json; charset=utf-8',
    ...data,
  });

const replies = fc.oneof(
  fc.record({ schema: schemas, status: statuses, isEnvelope: fc.boolean() }).map(declare),
  fc
    .record({ schema: schemas })
    .map((data) => declare({ ...data, kind: 'lines', contentType: 'application/x-ndjson' })),
  fc.record({ schema: schemas }).map((data) => declare({ ...data, kind: 'events', contentType: 'text/event-stream' })),
  fc.constant(declare({ kind: 'events', contentType: 'text/event-stream', events: { user: User, done: z.null() } })),
  fc.constant(declare({ kind: 'file', contentType: 'image/png' })),
  fc.constant(declare({ kind: 'body', contentType: null, status: 204 })),
  fc.constantFrom(errors.get(1100), errors.get(1101), errors.get(1102), errors.get('teapot'), errors.get(1002)),
  fc.constantFrom(Redirect, NotFound, HTML, Text, Binary, File),
);

/** A route declares a status and a media type once. */
function keyOfReply(entry: Returnable): string {
  const { code, status, contentType } = declarationOf(entry) ?? { code: 0, status: 0, contentType: '' };
  return code === undefined ? `${status} ${contentType?.split(';')[0] ?? ''}` : String(code);
}

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const texts = fc.constantFrom('All users', 'Says "a" & <b>', '');
const files = fc.constantFrom(
  { image: { types: ['image/png'], maxBytes: 10 } },
  { a: { maxCount: 2, optional: true }, b: {} },
);

const described = fc.record({
  query: optional(fields),
  headers: optional(fc.constant(z.object({ 'x-key': z.string(), 'accept': z.string() }))),
  cookies: optional(fc.constant(z.object({ session: z.string().optional() }))),
  returns: optional(fc.uniqueArray(replies, { minLength: 1, maxLength: 5, selector: keyOfReply })),
  summary: optional(texts),
  description: optional(texts),
  tags: optional(fc.constantFrom(['users'], ['users', 'teams'])),
  deprecated: optional(fc.boolean()),
  security: optional(fc.constantFrom<NonNullable<RouteOptions['security']>>('bearer', 'none', ['key', 'basic'], [])),
  timeout: optional(fc.constant(1000)),
});
// The types of a body need a body, and are those of a form where there are files.
const bodies = fc.oneof(
  fc.record({ body: schemas }),
  fc.record({ body: schemas, bodyTypes: fc.constant(['application/json', 'application/x-www-form-urlencoded']) }),
  fc.record({ body: optional(schemas), files }),
  fc.constant({}),
);

const paths = fc.constantFrom(
  '/',
  '/a',
  '/a/:id',
  '/a/<id:int>',
  '/b/<day:slug>/c-<n:float>',
  '/c/<rest:path>',
  '/d.e/:x/f',
);
const routes = fc.record({
  path: paths,
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
  described,
  bodies,
});
const settings = fc.record({ errorFormat: fc.constantFrom<Settings['errorFormat'] & string>('envelope', 'problem') });
const versions = fc.constantFrom<'3.1.1' | '3.2.0'>('3.1.1', '3.2.0');

/** Tables of routes, each route at a path of its own, mounted. */
export const routeTables: fc.Arbitrary<RouteTable> = fc
  .record({
    table: fc.uniqueArray(routes, { selector: ({ path, method }) => `${method} ${path.replace('<id:int>', ':id')}`, minLength: 1, maxLength: 8 }), // prettier-ignore
    settings,
    openapi: versions,
    serverError: fc.boolean(),
  })
  .map(({ table, settings, ...info }) => {
    const all = new Routes();
    table.forEach(({ path, method, described, bodies }, index) => {
      const given = { name: `route${index}`, ...described, ...(method.startsWith('P') ? bodies : {}) };
      const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      all.route(path, [method], options as RouteOptions, () => new Text(''));
    });
    all.router({ errors, ...settings });
    const securitySchemes = { key: { type: 'apiKey', in: 'header', name: 'X-Key' } };
    const license = { name: 'MIT', identifier: 'MIT' };
    return {
      routes: all,
      info: { title: 'T', version: '1', servers: [{ url: '/' }], securitySchemes, license, ...info },
    };
  });

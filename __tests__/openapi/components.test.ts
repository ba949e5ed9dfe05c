import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import Joi from 'joi';
import * as v from 'valibot';
import * as z from 'zod';
import { openapi, Routes, Text, type OpenAPIDocument, type OpenAPIInfo, type RouteOptions } from 'express-returns';
import { createDeclaration } from '../../lib/responses/declaration';
import type { StandardSchema } from '../../lib/schema/standard-schema';
import { faultsOf } from '../helpers/openapi-schema';
import { warningsOf } from '../helpers/warnings';

const answer = () => new Text('');
const json = (schema: StandardSchema, status = 200) =>
  createDeclaration({ kind: 'json', name: 'JSON', status, contentType: 'application/json', schema });

/** The document of routes for POST, by their names. */
function documentOf(routes: Readonly<Record<string, RouteOptions>>, info: Partial<OpenAPIInfo> = {}): OpenAPIDocument {
  const all = new Routes();
  for (const [name, options] of Object.entries(routes)) all.post(`/${name}`, { name, ...options }, answer);
  const document = openapi(all, { title: 'T', version: '1', ...info });
  expect(faultsOf(document)).toEqual([]);
  return document;
}

const schemasOf = (document: OpenAPIDocument): string[] =>
  Object.keys(document.components?.['schemas'] ?? {}).filter((name) => !name.startsWith('Error'));
const bodyOf = (document: OpenAPIDocument, name: string): unknown =>
  (document.paths[`/${name}`]?.['post']?.['requestBody'] as { content: Record<string, { schema: unknown }> }).content[
    'application/json'
  ]?.schema;
const replyOf = (document: OpenAPIDocument, name: string): unknown =>
  (
    document.paths[`/${name}`]?.['post']?.['responses'] as Record<
      string,
      { content: Record<string, { schema: unknown }> }
    >
  )['200']?.content['application/json']?.schema;
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe('components', () => {
  it('are one where input and output are the same', () => {
    const User = z.object({ id: z.int32(), name: z.string() }).meta({ id: 'User' });
    const document = documentOf({ add: { body: User, returns: [json(z.array(User))] } });

    expect(schemasOf(document)).toEqual(['User']);
    expect(bodyOf(document, 'add')).toEqual(ref('User'));
    expect(replyOf(document, 'add')).toEqual({ type: 'array', items: ref('User') });
    expect(document.components?.['schemas']?.['User']).not.toHaveProperty('additionalProperties');
  });

  it('are two where they differ, and so are those that refer to them', () => {
    const User = z.object({ page: z.int32().default(1) }).meta({ id: 'User' });
    const Team = z.object({ users: z.array(User) }).meta({ id: 'Team' });
    const Other = z.object({ name: z.string() }).meta({ id: 'Other' });
    const All = z.object({ team: Team, other: Other });
    const document = documentOf({ add: { body: All, returns: [json(All)] } });

    expect(schemasOf(document).sort()).toEqual(['Other', 'Team', 'TeamInput', 'User', 'UserInput']);
    expect(bodyOf(document, 'add')).toMatchObject({ properties: { team: ref('TeamInput'), other: ref('Other') } });
    expect(replyOf(document, 'add')).toMatchObject({ properties: { team: ref('Team'), other: ref('Other') } });
    expect(document.components?.['schemas']?.['TeamInput']).toMatchObject({
      properties: { users: { items: ref('UserInput') } },
    });
  });

  it('keep their name where only the input is used', () => {
    const User = z.object({ page: z.int32().default(1) }).meta({ id: 'User' });

    expect(schemasOf(documentOf({ add: { body: User } }))).toEqual(['User']);
  });

  it.each<[string, StandardSchema]>([
    ['the root', z.object({ a: z.string() }).meta({ id: 'Name' })],
    ['the title of an object', z.object({ a: z.string() }).meta({ title: 'Name' })],
    ['the title of an object of valibot', toStandardJsonSchema(v.pipe(v.object({ a: v.string() }), v.title('Name')))],
  ])('have the name of %s', (_name, schema) => {
    const document = documentOf({ add: { body: schema } });

    expect(schemasOf(document)).toEqual(['Name']);
    expect(bodyOf(document, 'add')).toEqual(ref('Name'));
  });

  it.each<[string, StandardSchema]>([
    ['zod', z.object({ a: z.string().describe('An a') })],
    ['valibot', toStandardJsonSchema(v.object({ a: v.pipe(v.string(), v.description('An a')) }))],
    ['arktype', type({ a: type('string').describe('An a') })],
    ['joi', Joi.object({ a: Joi.string().required().description('An a') })],
  ])('are not made of schemas without a name: %s', (_name, schema) => {
    const document = documentOf({ add: { body: schema } });

    expect(schemasOf(document)).toEqual([]);
    expect(bodyOf(document, 'add')).toMatchObject({
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
    });
  });

  it('have the name of the operation where a schema without a name contains itself', () => {
    const Tree = z.object({ name: z.string(), get kids() { return z.array(Tree); } }); // prettier-ignore
    const tree = type.module({ node: { name: 'string', kids: 'node[]' } }).node;
    const document = documentOf({ add: { body: Tree, returns: [json(tree)] } });

    expect(bodyOf(document, 'add')).toEqual(ref('addBody'));
    expect(document.components?.['schemas']?.['addBody']).toEqual({
      type: 'object',
      properties: { name: { type: 'string' }, kids: { type: 'array', items: ref('addBody') } },
      required: ['name', 'kids'],
    });
    expect(schemasOf(document).every((name) => name.startsWith('add'))).toBe(true);
  });

  it('have no bounds that are those of every integer', () => {
    const body = bodyOf(documentOf({ add: { body: z.object({ id: z.int().max(9), all: z.int() }) } }), 'add');

    expect(body).toMatchObject({ properties: { id: { type: 'integer', maximum: 9 }, all: { type: 'integer' } } });
    expect((body as { readonly properties: object }).properties).toHaveProperty('all', { type: 'integer' });
  });

  it('may contain themselves', () => {
    const Tree = z.object({ get kids() { return z.array(Tree); } }).meta({ id: 'Tree' }); // prettier-ignore
    const document = documentOf({ add: { body: Tree, returns: [json(Tree)] }, more: { body: z.array(Tree) } });

    expect(schemasOf(document)).toEqual(['Tree']);
    expect(document.components?.['schemas']?.['Tree']).toMatchObject({ properties: { kids: { items: ref('Tree') } } });
  });

  it('are put where they are used if their name is made up by the validator', () => {
    const Part = z.object({ a: z.string() });
    const document = documentOf({ add: { body: z.object({ one: Part, other: Part }) } });

    expect(bodyOf(document, 'add')).toMatchObject({
      properties: { one: { properties: { a: {} } }, other: { properties: { a: {} } } },
    });
  });

  it.each(['__proto__', 'constructor'])('may have the name %s', (id) => {
    const document = documentOf({ add: { body: z.object({ a: z.string() }).meta({ id }) } });

    expect(schemasOf(document)).toEqual([id]);
    expect(bodyOf(document, 'add')).toEqual(ref(id));
  });

  it('of one name are refused if they differ', () => {
    const routes = {
      one: { body: toStandardJsonSchema(v.pipe(v.object({ a: v.string() }), v.title('User'))) },
      other: { body: toStandardJsonSchema(v.pipe(v.object({ b: v.string() }), v.title('User'))) },
    };

    expect(() => documentOf(routes)).toThrow(
      'Two different schemas are named User: one of the body of POST /one (one) and one of the body of POST /other (other). Give one of them another id or title.',
    );
  });

  it('of the name of an input are refused if another has it', () => {
    const User = z.object({ page: z.int32().default(1) }).meta({ id: 'Clash' });
    const Input = z.object({ other: z.string() }).meta({ id: 'ClashInput' });

    expect(() => documentOf({ add: { body: z.union([User, Input]), returns: [json(User)] } })).toThrow(
      /Two different schemas are named ClashInput/,
    );
  });

  it('keep properties whose names are words of JSON Schema, or __proto__', () => {
    const schema: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'own',
        validate: (value) => ({ value }),
        jsonSchema: {
          input: () => globalThis.JSON.parse('{"type":"object","properties":{"$ref":{"type":"string"},"__proto__":{"type":"null"},"$defs":{}},"const":{"$ref":1}}') as Record<string, unknown>, // prettier-ignore
          output: () => ({}),
        },
      },
    };
    const body = bodyOf(openapi(new Routes().post('/a', { body: schema }, answer), { title: 'T', version: '1' }), 'a');

    expect(globalThis.JSON.stringify(body)).toBe(
      '{"type":"object","properties":{"$ref":{"type":"string"},"__proto__":{"type":"null"},"$defs":{}},"const":{"$ref":1}}',
    );
  });
});

describe('a schema without JSON Schema', () => {
  const own = v.object({ a: v.string() });

  it('is anything, with a warning', () => {
    let document: OpenAPIDocument | undefined;
    const warnings = warningsOf(() => (document = documentOf({ add: { body: own, returns: [json(own)] } })));

    expect(warnings[0]).toBe(
      'the body of POST /add (add): this schema of valibot has no JSON Schema, so the document accepts anything there. Give openapi() one by its option toJSONSchema, or see docs/openapi.md for valibot.',
    );
    expect(document && bodyOf(document, 'add')).toEqual({});
  });

  it('may have one by a hook, which is asked first', () => {
    const toJSONSchema = (schema: StandardSchema, direction: string) =>
      schema === own ? { type: 'object', title: 'Own', description: direction } : undefined;
    const document = documentOf({ add: { body: own, returns: [json(own), json(z.string(), 201)] } }, { toJSONSchema });

    expect(schemasOf(document).sort()).toEqual(['Own', 'OwnInput']);
    expect(document.components?.['schemas']?.['OwnInput']).toEqual({
      type: 'object',
      title: 'Own',
      description: 'input',
    });
  });
});

import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import Joi from 'joi';
import * as v from 'valibot';
import * as z from 'zod';
import { jsonSchemaOf } from '../../lib/schema/json-schema';
import type { JSONSchemaOfStandard, StandardSchema } from '../../lib/schema/standard-schema';

const DATE = { 'type': 'string', 'format': 'date-time', 'x-date': true };

function schemaWith(jsonSchema: unknown, vendor = 'own'): StandardSchema {
  const validate = (value: unknown) => ({ value });
  return { '~standard': { version: 1, vendor, validate, jsonSchema: jsonSchema as JSONSchemaOfStandard } };
}

describe('jsonSchemaOf', () => {
  it.each([
    ['zod', z.object({ id: z.int32() })],
    ['valibot', toStandardJsonSchema(v.object({ id: v.pipe(v.number(), v.integer()) }))],
    ['arktype', type({ id: 'number.integer' })],
    ['joi', Joi.object({ id: Joi.number().integer().required() })],
  ])('asks %s', (_name, schema) => {
    expect(jsonSchemaOf(schema, 'input')).toMatchObject({
      type: 'object',
      properties: { id: { type: 'integer' } },
      required: ['id'],
    });
  });

  it('asks for the value that goes in or the one that comes out', () => {
    const schema = z.object({ page: z.int().default(1) });

    expect(jsonSchemaOf(schema, 'input')).not.toHaveProperty('required');
    expect(jsonSchemaOf(schema, 'output')).toHaveProperty('required', ['page']);
  });

  it.each([
    [Joi.valid('b', null), { type: ['string', 'null'], enum: ['b', null] }],
    [Joi.number().valid(1, 2).allow(null), { type: ['number', 'null'], enum: [1, 2, null] }],
    [Joi.string().allow(null), { type: ['string', 'null'] }],
    [
      Joi.object({ a: Joi.array().items(Joi.valid('b', null)) }),
      { properties: { a: { items: { type: ['string', 'null'], enum: ['b', null] } } } },
    ],
    [
      Joi.alternatives(Joi.number(), Joi.valid('b', null)),
      { anyOf: [{ type: 'number' }, { type: ['string', 'null'], enum: ['b', null] }] },
    ],
  ])('has the null that joi takes and leaves out of an enumeration (%#)', (schema, expected) => {
    expect(jsonSchemaOf(schema, 'input')).toMatchObject(expected);
    expect(jsonSchemaOf(schema, 'output')).toMatchObject(expected);
  });

  it('asks for draft 2020-12 once for each schema and direction', () => {
    const input = jest.fn(() => ({ type: 'string' }));
    const schema = schemaWith({ input, output: () => ({}) });

    expect(jsonSchemaOf(schema, 'input')).toBe(jsonSchemaOf(schema, 'input'));
    expect(input.mock.calls).toEqual([[{ target: 'draft-2020-12' }]]);
  });

  it.each([
    ['zod', z.object({ born: z.date() })],
    ['valibot', toStandardJsonSchema(v.object({ born: v.date() }))],
  ])('describes the dates of %s as texts', (_name, schema) => {
    expect(jsonSchemaOf(schema, 'output')).toMatchObject({ properties: { born: DATE }, required: ['born'] });
  });

  it.each([
    ['zod, a bigint', z.object({ id: z.bigint() })],
    ['zod, a transform', z.object({ id: z.string().transform(Number) })],
    ['valibot, a bigint', toStandardJsonSchema(v.object({ id: v.bigint() }))],
  ])('leaves parts open that JSON Schema does not have: %s', (_name, schema) => {
    expect(jsonSchemaOf(schema, 'output')).toMatchObject({ properties: { id: {} } });
  });

  const fails = (): never => {
    throw new TypeError('no');
  };

  it.each<[string, StandardSchema]>([
    ['a validator without JSON Schema', v.object({ id: v.number() })],
    ['one that throws', schemaWith({ input: fails, output: fails })],
    ['one that throws, named zod', schemaWith({ input: fails, output: fails }, 'zod')],
    ['one that answers null', schemaWith({ input: () => null, output: () => null })],
    ['one that answers a list', schemaWith({ input: () => [], output: () => [] })],
    ['no function', schemaWith({ input: {} })],
    ['null', schemaWith(null)],
    ['a getter that throws', { get '~standard'() { return fails(); } }], // prettier-ignore
  ])('returns undefined for %s, each time', (_name, schema) => {
    expect(jsonSchemaOf(schema, 'input')).toBeUndefined();
    expect(jsonSchemaOf(schema, 'input')).toBeUndefined();
  });
});

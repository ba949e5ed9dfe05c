import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import Joi from 'joi';
import * as v from 'valibot';
import * as z from 'zod';
import { compileJSONConverter } from '../../lib/schema/convert-json';
import { compileConverter } from '../../lib/schema/convert-text';
import { jsonSchemaOf } from '../../lib/schema/json-schema';
import { readDate } from '../../lib/schema/read-date';
import type { StandardSchema } from '../../lib/schema/standard-schema';

const TEXT = '2026-11-26T19:00:00Z';
const DATE = new Date(TEXT);

const ofZod = z.object({
  at: z.date().optional(),
  none: z.date().nullable().optional(),
  list: z.array(z.date()).optional(),
  byName: z.record(z.string(), z.date()).optional(),
  text: z.iso.datetime().optional(),
  either: z.union([z.date(), z.string()]).optional(),
  kind: z
    .discriminatedUnion('is', [
      z.object({ is: z.literal('date'), value: z.date() }),
      z.object({ is: z.literal('text'), value: z.string() }),
    ])
    .optional(),
});
const schemaOf = (schema: StandardSchema) => jsonSchemaOf(schema, 'input') ?? {};

describe('dates', () => {
  it.each<[value: unknown, expected: unknown]>([
    [{ at: TEXT }, { at: DATE }],
    [{ none: null }, { none: null }],
    [{ list: [TEXT, 5] }, { list: [DATE, 5] }],
    [{ byName: { a: TEXT } }, { byName: { a: DATE } }],
    [{ text: TEXT }, { text: TEXT }],
    [{ either: TEXT }, { either: TEXT }],
    [{ kind: { is: 'date', value: TEXT } }, { kind: { is: 'date', value: DATE } }],
    [{ kind: { is: 'text', value: TEXT } }, { kind: { is: 'text', value: TEXT } }],
    [
      { at: 'x', more: TEXT },
      { at: 'x', more: TEXT },
    ],
    [{ at: 0 }, { at: 0 }],
    [[TEXT], [TEXT]],
    [TEXT, TEXT],
    [null, null],
  ])('of a JSON body are converted where the schema takes a Date and no text: %j', (value, expected) => {
    expect(compileJSONConverter(schemaOf(ofZod))?.(value)).toEqual(expected);
  });

  it('of a query are converted in the same way, and in a list of one', () => {
    const convert = compileConverter(schemaOf(ofZod));
    const query = { at: TEXT, list: TEXT, text: TEXT, either: TEXT, none: 'null', kind: { is: 'date', value: TEXT } };

    expect(convert(query)).toEqual({
      ...query,
      at: DATE,
      list: [DATE],
      none: null,
      kind: { is: 'date', value: DATE },
    });
  });

  it.each<[string, StandardSchema]>([
    ['valibot', toStandardJsonSchema(v.object({ at: v.date() }))],
    ['arktype', type({ at: 'Date' })],
  ])('of %s are converted, too', (_name, schema) => {
    expect(compileJSONConverter(schemaOf(schema))?.({ at: TEXT })).toEqual({ at: DATE });
  });

  it.each([
    ['without dates', z.object({ at: z.iso.datetime() })],
    ['that reads texts itself', Joi.object({ at: Joi.date() })],
  ])('need no converter for a schema %s', (_name, schema) => {
    expect(compileJSONConverter(schemaOf(schema))).toBeUndefined();
  });

  it('keep a name that is __proto__', () => {
    const body = JSON.parse(`{"byName":{"__proto__":"${TEXT}"}}`) as unknown;
    const { byName } = compileJSONConverter(schemaOf(ofZod))?.(body) as { byName: object };

    expect(Object.entries(byName)).toEqual([['__proto__', DATE]]);
  });
});

const LARGE = '12345678901234567890';

describe('BigInts', () => {
  const ofBigInts = z.object({
    id: z.bigint().min(-9n).optional(),
    list: z.array(z.bigint()).optional(),
    first: z.bigint().default(5n),
    number: z.union([z.bigint(), z.int()]).optional(),
    text: z.union([z.bigint(), z.string()]).optional(),
  });

  it.each<[value: unknown, body: unknown, query: unknown]>([
    [{ id: LARGE }, { id: BigInt(LARGE) }, { id: BigInt(LARGE) }],
    [{ id: '-3' }, { id: -3n }, { id: -3n }],
    [{ id: 12 }, { id: 12n }, { id: 12 }],
    [{ id: 1.5 }, { id: 1.5 }, { id: 1.5 }],
    [{ id: 2 ** 60 }, { id: 2 ** 60 }, { id: 2 ** 60 }],
    [{ id: '' }, { id: '' }, { id: '' }],
    [{ id: '0x10' }, { id: '0x10' }, { id: '0x10' }],
    [{ id: '9'.repeat(1001) }, { id: '9'.repeat(1001) }, { id: '9'.repeat(1001) }],
    [{ list: ['1', '2'] }, { list: [1n, 2n] }, { list: [1n, 2n] }],
    [{ list: '1' }, { list: '1' }, { list: [1n] }],
    [{ number: 5 }, { number: 5 }, { number: 5 }],
    [{ number: '5' }, { number: 5n }, { number: 5 }],
    [{ number: LARGE }, { number: BigInt(LARGE) }, { number: BigInt(LARGE) }],
    [{ text: '5' }, { text: '5' }, { text: '5' }],
  ])('of a body and of a query are converted where the schema takes them: %p', (value, body, query) => {
    expect(compileJSONConverter(schemaOf(ofBigInts))?.(value)).toEqual(body);
    expect(compileConverter(schemaOf(ofBigInts))(value)).toEqual(query);
  });

  it.each<[string, StandardSchema]>([
    ['valibot', toStandardJsonSchema(v.object({ id: v.bigint() }))],
    ['arktype', type({ id: 'bigint' })],
    ['zod, which reads texts itself', z.object({ id: z.coerce.bigint() })],
  ])('of %s are converted, too', (_name, schema) => {
    expect(compileJSONConverter(schemaOf(schema))?.({ id: '7' })).toEqual({ id: 7n });
    expect(compileConverter(schemaOf(schema))({ id: '7' })).toEqual({ id: 7n });
  });
});

describe('readDate', () => {
  it.each([
    [TEXT, DATE],
    ['2026-11-26T20:00:00.000+01:00', DATE],
    ['2026-11-26', new Date('2026-11-26T00:00:00Z')],
    ['2024-02-29', new Date('2024-02-29T00:00:00Z')],
    ['2023-02-29', undefined],
    ['2026-02-30T00:00:00Z', undefined],
    ['2026-13-01', undefined],
    ['2026-11-26T25:00:00Z', undefined],
    ['2026-11-26T19:00:00', undefined], // Of which zone?
    ['26.11.2026', undefined],
    ['1764183600000', undefined],
    ['', undefined],
    [` ${TEXT}`, undefined],
  ])('reads %p', (text, expected) => {
    expect(readDate(text)).toEqual(expected);
  });
});

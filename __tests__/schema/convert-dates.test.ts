import { toStandardJsonSchema } from '@valibot/to-json-schema';
import Joi from 'joi';
import * as v from 'valibot';
import * as z from 'zod';
import { compileDateConverter } from '../../lib/schema/convert-dates';
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
    expect(compileDateConverter(schemaOf(ofZod))?.(value)).toEqual(expected);
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

  it('of valibot are converted, too', () => {
    const schema = toStandardJsonSchema(v.object({ at: v.date() }));

    expect(compileDateConverter(schemaOf(schema))?.({ at: TEXT })).toEqual({ at: DATE });
  });

  it.each([
    ['without dates', z.object({ at: z.iso.datetime() })],
    ['that reads texts itself', Joi.object({ at: Joi.date() })],
  ])('need no converter for a schema %s', (_name, schema) => {
    expect(compileDateConverter(schemaOf(schema))).toBeUndefined();
  });

  it('keep a name that is __proto__', () => {
    const body = JSON.parse(`{"byName":{"__proto__":"${TEXT}"}}`) as unknown;
    const { byName } = compileDateConverter(schemaOf(ofZod))?.(body) as { byName: object };

    expect(Object.entries(byName)).toEqual([['__proto__', DATE]]);
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

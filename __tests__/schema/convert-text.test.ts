import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import Joi from 'joi';
import * as v from 'valibot';
import * as z from 'zod';
import { compileConverter, compileHeaderConverter, compileQueryConverter } from '../../lib/schema/convert-text';
import { jsonSchemaOf } from '../../lib/schema/json-schema';
import type { StandardSchema } from '../../lib/schema/standard-schema';
import fc from '../helpers/fast-check';

function converterOf(schema: StandardSchema): (value: unknown) => unknown {
  return compileConverter(jsonSchemaOf(schema, 'input') ?? {});
}

describe('compileConverter', () => {
  it.each<[string, object, unknown, unknown]>([
    ['a number', { type: 'number' }, '1.5', 1.5],
    ['a negative number', { type: 'number' }, '-2', -2],
    ['zero without a sign', { type: 'number' }, '-0', 0],
    ['a number with leading zeros', { type: 'integer' }, '08', 8],
    ['a number as JavaScript writes it', { type: 'number' }, '1e+21', 1e21],
    ['a fraction for an integer, for the schema to refuse', { type: 'integer' }, '1.5', 1.5],
    ['the largest integer', { type: 'integer' }, '9007199254740991', 9007199254740991],
    ['true', { type: 'boolean' }, 'true', true],
    ['false', { type: 'boolean' }, 'false', false],
    ['null', { type: ['number', 'null'] }, 'null', null],
    ['a constant', { const: 7 }, '7', 7],
    ['a value of an enum', { enum: [1, 2, 'all'] }, '2', 2],
    ['a boolean of an enum', { enum: [true, 'auto'] }, 'true', true],
    ['a list type', { type: ['number', 'boolean'] }, 'true', true],
    ['anyOf', { anyOf: [{ type: 'boolean' }, { type: 'integer' }] }, '3', 3],
    ['oneOf', { oneOf: [{ type: 'boolean' }, { type: 'integer' }] }, 'false', false],
    ['allOf', { allOf: [{ type: ['string', 'number'] }, { type: 'number' }] }, '3', 3],
    ['allOf beside a type', { type: 'number', allOf: [{ minimum: 1 }] }, '3', 3],
    ['a list of one', { type: 'array', items: { type: 'number' } }, '3', [3]],
    ['a list of one text', { type: 'array', items: { type: 'string' } }, '3', ['3']],
    ['the items of a list', { type: 'array', items: { type: 'boolean' } }, ['true', 'x'], [true, 'x']],
    ['a number rather than a list of one', { anyOf: [{ type: 'array' }, { type: 'number' }] }, '3', 3],
    ['a list where the scalar is refused', { anyOf: [{ type: 'array' }, { type: 'number' }] }, 'x', ['x']],
    ['the items of a tuple', { prefixItems: [{ type: 'number' }], items: { type: 'boolean' }, type: 'array' }, ['1', 'true'], [1, true]],
    ['a list that a parser made an object of', { type: 'array', items: { type: 'number' } }, { 0: '1', 1: '2' }, [1, 2]],
    ['the parts of an object', { type: 'object', properties: { a: { type: 'number' } } }, { a: '1', b: '1' }, { a: 1, b: '1' }],
    ['the properties of a record', { type: 'object', additionalProperties: { type: 'number' } }, { a: '1' }, { a: 1 }],
    ['those by a pattern', { type: 'object', patternProperties: { '^a': { type: 'number' } }, additionalProperties: false }, { ab: '1' }, { ab: 1 }],
    ['what a reference names', { $ref: '#/$defs/N', $defs: { N: { type: 'number' } } }, '1', 1],
  ])('converts %s', (_name, schema, value, expected) => {
    expect(compileConverter(schema as Record<string, unknown>)(value)).toStrictEqual(expected);
  }); // prettier-ignore

  it.each<[string, object, unknown]>([
    ['a text for a text', { type: 'string' }, '1'],
    ['a number where a text is accepted, too', { type: ['string', 'number'] }, '1'],
    ['a number where another branch accepts a text', { anyOf: [{ type: 'number' }, { type: 'string' }] }, '1'],
    ['a text of an enum', { enum: ['1', 1] }, '1'],
    ['anything where anything is accepted', {}, '1'],
    ['anything for bounds without a type', { minimum: 1 }, '1'],
    ['anything for a reference that names nothing', { $ref: '#/$defs/N' }, '1'],
    ['anything for a reference to itself', { $ref: '#' }, '1'],
    ['an empty text', { type: 'number' }, ''],
    ['an empty text for null', { type: 'null' }, ''],
    ['a space', { type: 'number' }, ' '],
    ['a word', { type: 'number' }, 'x'],
    ['a number with spaces', { type: 'number' }, ' 1'],
    ['a number with a sign', { type: 'number' }, '+1'],
    ['a hexadecimal number', { type: 'number' }, '0x10'],
    ['infinity', { type: 'number' }, 'Infinity'],
    ['a number beyond all', { type: 'number' }, '1e999'],
    ['an integer whose digits would be lost', { type: 'integer' }, '9007199254740993'],
    ['another spelling of true', { type: 'boolean' }, 'TRUE'],
    ['1 for a boolean', { type: 'boolean' }, '1'],
    ['a boolean that the enum does not have', { enum: [true] }, 'false'],
    ['several values for a number', { type: 'number' }, ['1', '2']],
    ['an object for a number', { type: 'number' }, { a: '1' }],
    ['an object for a list', { type: 'array' }, { a: '1' }],
    ['no value', { type: 'number' }, undefined],
    ['a number', { type: 'string' }, 1],
    ['a date', { type: 'object', additionalProperties: { type: 'number' } }, new Date(0)],
  ])('leaves %s as it is', (_name, schema, value) => {
    expect(compileConverter(schema as Record<string, unknown>)(value)).toBe(value);
  });

  it('follows references of a schema to itself', () => {
    const schema = { type: 'object', properties: { n: { type: 'number' }, in: { $ref: '#' } } };

    expect(compileConverter(schema)({ n: '1', in: { n: '2', in: { n: 'x' } } })).toEqual({
      n: 1,
      in: { n: 2, in: { n: 'x' } },
    });
  });

  it('converts by the branch of a union whose constants fit', () => {
    const schema = z.discriminatedUnion('by', [
      z.object({ by: z.literal('id'), value: z.number() }),
      z.object({ by: z.literal('name'), value: z.string() }),
      z.object({ by: z.literal(3), value: z.boolean() }),
    ]);
    const convert = converterOf(schema);

    expect(convert({ by: 'id', value: '1' })).toEqual({ by: 'id', value: 1 });
    expect(convert({ by: 'name', value: '1' })).toEqual({ by: 'name', value: '1' });
    expect(convert({ by: '3', value: 'true' })).toEqual({ by: 3, value: true });
    expect(convert({ by: 'x', value: '1' })).toEqual({ by: 'x', value: '1' });
  });

  it('copies without touching a prototype', () => {
    const query = globalThis.JSON.parse('{"__proto__":{"admin":"1"},"constructor":"1"}') as object;
    const converted = compileConverter({ type: 'object', additionalProperties: { type: 'number' } })(query);

    expect(Object.getPrototypeOf(converted)).toBe(Object.prototype);
    expect(Object.keys(converted as object)).toEqual(['__proto__', 'constructor']);
    expect({}).not.toHaveProperty('admin');
  });

  it('leaves an object of any depth', () => {
    let deep: object = { end: '1' };
    for (let depth = 0; depth < 100_000; depth++) deep = { in: deep };

    expect(() => compileConverter({ type: 'object', additionalProperties: { $ref: '#' } })(deep)).not.toThrow();
  });

  const CASES = [
    [
      { page: '2', active: 'false', tags: 'a' },
      { page: 2, active: false, tags: ['a'] },
    ],
    [
      { page: '2', active: 'true', tags: ['a', '1'] },
      { page: 2, active: true, tags: ['a', '1'] },
    ],
    [{ page: '' }, undefined],
    [{ page: 'x' }, undefined],
    [{ page: ['1', '2'] }, undefined],
    [{ page: '1', active: '' }, undefined],
    [{ page: '1', active: '0' }, undefined],
  ] as const;
  const SCHEMAS: readonly [string, StandardSchema][] = [
    ['zod', z.object({ page: z.number(), active: z.boolean().optional(), tags: z.array(z.string()).optional() })],
    ['valibot', toStandardJsonSchema(v.object({ page: v.number(), active: v.optional(v.boolean()), tags: v.optional(v.array(v.string())) }))],
    ['arktype', type({ 'page': 'number', 'active?': 'boolean', 'tags?': 'string[]' })],
    ['joi', Joi.object({ page: Joi.number().required(), active: Joi.boolean(), tags: Joi.array().items(Joi.string()) })],
  ]; // prettier-ignore

  it.each(SCHEMAS.flatMap(([name, schema]) => CASES.map(([given, expected]) => ({ name, schema, given, expected }))))(
    'is followed by a schema of $name: $given',
    async ({ schema, given, expected }) => {
      const result = await schema['~standard'].validate(converterOf(schema)(given));

      expect(result.issues === undefined ? result.value : undefined).toEqual(expected);
    },
  );

  const texts = fc.oneof(fc.string({ maxLength: 4 }), fc.double().map(String), fc.integer().map(String), fc.constantFrom('true', 'false', 'null', '', '01')); // prettier-ignore

  it('agrees with a simple reading of each text', () => {
    const types = fc.subarray(['number', 'boolean', 'null', 'string'], { minLength: 1 });
    fc.assert(
      fc.property(types, texts, (type, text) => {
        const converted = compileConverter({ type })(text);
        const literal = ['true', 'false', 'null'].includes(text) ? (globalThis.JSON.parse(text) as unknown) : undefined;
        const isNumber = text.trim() === text && text !== '' && /^-?\d[\d.e+-]*$/i.test(text) && Number.isFinite(Number(text)) && !text.includes('.e') && !text.endsWith('.'); // prettier-ignore
        const wanted =
          literal === undefined ? (isNumber && type.includes('number') ? Number(text) : text)
          : type.includes(literal === null ? 'null' : 'boolean') ? literal
          : text; // prettier-ignore
        expect(converted).toEqual(type.includes('string') ? text : wanted === 0 ? 0 : wanted);
      }),
    );
  });

  const schemas = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 4 },
      fc.record({ type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object') }),
      fc.record({ const: fc.constantFrom('a', 1, true, null) }),
      fc.constantFrom({ $ref: '#' }, { $ref: '#/properties/a' }, {}),
      fc.record({ type: fc.constant('array'), items: tie('schema') }),
      fc.record({ type: fc.constant('object'), properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema')) }), // prettier-ignore
      fc.record({ anyOf: fc.array(tie('schema'), { maxLength: 3 }) }),
      fc.record({ allOf: fc.array(tie('schema'), { maxLength: 3 }) }),
    ),
  })).schema;
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      texts,
      fc.constantFrom(undefined, 1, null, true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', '0', '1', '__proto__', 'a[b]', 'a[]'), tie('value')),
    ),
  })).value;

  it('never throws, never changes the value given, and does nothing more when run again on one part', () => {
    fc.assert(
      fc.property(schemas, values, (schema, value) => {
        const before = structuredClone(value);
        const converted = compileConverter(schema)(value);
        compileQueryConverter(schema)(value);
        expect(value).toEqual(before);
        if (typeof value === 'string' && converted === value) expect(compileConverter(schema)(converted)).toBe(value);
      }),
    );
  });

  it('turns a text only into a value that reads the same, or a list of it', () => {
    fc.assert(
      fc.property(schemas, texts, (schema, text) => {
        const converted = [compileConverter(schema)(text)].flat()[0];
        const same = converted === text || String(converted) === text || Number(text) === converted;
        expect(same && text.trim() !== '' ? converted : text).toEqual(converted);
      }),
    );
  });
});

describe('compileHeaderConverter', () => {
  const schema = z.object({
    'x-ids': z.array(z.int()).optional(),
    'x-names': z.array(z.string()).optional(),
    'x-text': z.string().optional(),
    'x-either': z.union([z.string(), z.array(z.string())]).optional(),
    'x-count': z.int().optional(),
  });

  it.each([
    [{ 'x-ids': '1, 2,3' }, { 'x-ids': [1, 2, 3] }],
    [{ 'x-ids': '1' }, { 'x-ids': [1] }],
    [{ 'x-ids': '1,x' }, { 'x-ids': [1, 'x'] }],
    [{ 'x-names': 'a , b' }, { 'x-names': ['a', 'b'] }],
    [{ 'x-names': '"a, b", c,' }, { 'x-names': ['"a, b"', 'c'] }],
    [{ 'x-names': '' }, { 'x-names': [] }],
    [
      { 'x-text': 'a, b', 'x-either': 'a, b', 'x-count': '7', 'other': 'a, b' },
      { 'x-text': 'a, b', 'x-either': 'a, b', 'x-count': 7, 'other': 'a, b' },
    ],
  ])('makes a list of a text with commas where only a list is wanted: %j', (headers, expected) => {
    expect(compileHeaderConverter(jsonSchemaOf(schema, 'input') ?? {})(headers)).toEqual(expected);
  });

  it.each([
    ['Thu, 26 Nov 2026 22:40:42 GMT', new Date('2026-11-26T22:40:42Z')],
    ['Thursday, 26-Nov-26 22:40:42 GMT', new Date('2026-11-26T22:40:42Z')],
    ['2026-11-26T22:40:42Z', new Date('2026-11-26T22:40:42Z')],
    ['Thu, 31 Feb 2026 22:40:42 GMT', 'Thu, 31 Feb 2026 22:40:42 GMT'],
    ['tomorrow', 'tomorrow'],
  ])('reads the date %p where only a date is wanted', (text, date) => {
    const dates = z.object({ 'if-modified-since': z.date(), 'x-text': z.union([z.date(), z.string()]) });
    const convert = compileHeaderConverter(jsonSchemaOf(dates, 'input') ?? {});

    expect(convert({ 'if-modified-since': text, 'x-text': text })).toEqual({
      'if-modified-since': date,
      'x-text': text,
    });
  });

  it('leaves other values as they are', () => {
    expect(compileHeaderConverter({})({ 'x-a': 'a, b' })).toEqual({ 'x-a': 'a, b' });
    expect(compileHeaderConverter({ type: 'string' })('a, b')).toBe('a, b');
  });
});

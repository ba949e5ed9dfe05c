import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import * as z from 'zod';
import { generate } from '../../../lib/testing/contract/generate';
import { Random } from '../../../lib/testing/contract/random';

interface Tree {
  readonly value: number;
  readonly children: readonly Tree[];
}

const Tree: z.ZodType<Tree> = z.object({
  value: z.number(),
  get children() {
    return z.array(Tree);
  },
});

const SCHEMAS: readonly (readonly [name: string, schema: z.ZodType])[] = [
  ['bounds', z.object({ a: z.int().min(3).max(5), b: z.number().gt(0).lt(1), c: z.int().multipleOf(7), d: z.int().max(-5) })],
  ['texts', z.object({ a: z.string().min(3).max(4), b: z.string().length(40), c: z.string().max(0) })],
  ['formats', z.object({ a: z.email(), b: z.uuid(), c: z.url(), d: z.iso.datetime(), e: z.iso.date(), f: z.ipv4() })],
  ['patterns', z.object({ a: z.string().regex(/^[a-z]+$/), b: z.string().regex(/^[A-Z]{3}$/), c: z.string().regex(/^\d{4}$/) })],
  ['lists', z.object({ a: z.array(z.int()).min(2).max(3), b: z.tuple([z.string(), z.boolean()]), c: z.array(z.null()) })],
  ['choices', z.object({ a: z.enum(['x', 'y']), b: z.literal(5), c: z.union([z.string(), z.int()]), d: z.int().nullable() })],
  ['unions', z.discriminatedUnion('kind', [z.object({ kind: z.literal('a'), n: z.int() }), z.object({ kind: z.literal('b') })])],
  ['intersections', z.intersection(z.object({ a: z.int() }), z.object({ b: z.string() }))],
  ['records', z.record(z.string(), z.int())],
  ['recursion', Tree],
  ['anything', z.object({ a: z.unknown(), b: z.any() })],
]; // prettier-ignore

describe('a made-up value', () => {
  it.each(SCHEMAS)('is valid by its schema: %s', (_name, schema) => {
    const jsonSchema = z.toJSONSchema(schema) as Record<string, unknown>;
    const ajv = new Ajv2020({ strict: false });
    addFormats(ajv);
    const validate = ajv.compile(jsonSchema);
    const values = Array.from({ length: 100 }, (_, seed) => generate(jsonSchema, jsonSchema, new Random(seed)));

    expect(values.filter((value) => !validate(value))).toEqual([]);
  });

  it('is not always the same', () => {
    const schema = { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'string' } } };
    const texts = Array.from({ length: 50 }, (_, seed) => JSON.stringify(generate(schema, schema, new Random(seed))));

    expect(new Set(texts).size).toBeGreaterThan(20);
  });

  it.each([
    [{ $ref: '#' }],
    [{ allOf: [{ $ref: '#/$defs/A' }], $defs: { A: { $ref: '#/$defs/A' } } }],
    [true],
    [{ $ref: '#/none' }],
  ])('ends for a schema that leads nowhere: %j', (schema) => {
    expect(typeof generate(schema as Record<string, unknown>, schema, new Random(1))).toBe('string');
  });

  it('may be one of the examples, and the default', () => {
    const schema = { type: 'string', examples: ['one'], default: 'two' };
    const values = Array.from({ length: 50 }, (_, seed) => generate(schema, schema, new Random(seed)));

    expect(values).toEqual(expect.arrayContaining(['one', 'two']));
  });
});

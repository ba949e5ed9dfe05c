import { z } from 'zod';
import { parseJSONFields } from '../../lib/schema/json-fields';
import { jsonSchemaOf } from '../../lib/schema/json-schema';
import { ShapeReader } from '../../lib/schema/read-shape';

function fieldsOf(schema: z.ZodType, form: Record<string, unknown>): object {
  const json = jsonSchemaOf(schema, 'input') ?? {};
  return parseJSONFields(new ShapeReader(json).read(json), form);
}

const item = z.object({ n: z.int() });

it.each<[z.ZodType, unknown, unknown]>([
  [item, '{"n":1}', { n: 1 }],
  [item, ' {"n":"1"}\n', { n: '1' }],
  [item, '{"n":', '{"n":'],
  [item, '[{"n":1}]', '[{"n":1}]'],
  [item, '5', '5'],
  [item, { n: '1' }, { n: '1' }],
  [z.union([item, z.string()]), '{"n":1}', '{"n":1}'],
  [z.union([item, z.array(item)]), '[{"n":1}]', [{ n: 1 }]],
  [z.array(item), '{"n":1}', [{ n: 1 }]],
  [z.array(item), ['{"n":1}', '{"n":2}'], [{ n: 1 }, { n: 2 }]],
  [z.array(item), '[', '['],
  [z.array(z.int()), '[1,2]', [1, 2]],
  [z.array(z.int()), ['[1]'], ['[1]']],
  [z.array(z.array(z.int())), '[[1],[2]]', [[1], [2]]],
  [z.array(z.string()), '["a"]', '["a"]'],
  [z.array(z.string()), ['{"n":1}'], ['{"n":1}']],
  [z.string(), '{"n":1}', '{"n":1}'],
  [z.int(), '{"n":1}', '{"n":1}'],
  [z.record(z.string(), z.int()), '{"n":1}', { n: 1 }],
])('parses a field by its schema: %#', (field, text, expected) => {
  expect(fieldsOf(z.object({ field }), { field: text, other: '{}' })).toEqual({ field: expected, other: '{}' });
});

it('leaves a form whose schema is no object', () => {
  const form = { field: '{"n":1}' };

  expect(fieldsOf(z.array(item), form)).toBe(form);
});

it('sets no prototype', () => {
  const form = JSON.parse('{"__proto__":"{}"}') as Record<string, unknown>;
  const fields = fieldsOf(z.record(z.string(), item), form);

  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  expect(Object.entries(fields)).toEqual([['__proto__', {}]]);
});

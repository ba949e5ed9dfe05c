import { ShapeReader } from '../../lib/schema/read-shape';
import { acceptsValue, ANY, intersection, NEVER, union, type TextShape } from '../../lib/schema/text-shape';
import fc from '../helpers/fast-check';

const constants = fc.constantFrom<unknown>('a', '1', 1, 2, true, false, null);
const schemas = fc.oneof(
  fc.record({ type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object') }),
  fc.record({ const: constants }),
  fc.record({ enum: fc.array(constants, { maxLength: 3 }) }),
  fc.constant({}),
);
const shapes = schemas.map((schema): TextShape => new ShapeReader(schema).read(schema));
const values = fc.constantFrom<unknown>('a', 'b', '1', 1, 2, 3, true, false, null);

describe('shapes', () => {
  it('accept in a union what one of them accepts, and in an intersection what both accept', () => {
    fc.assert(
      fc.property(shapes, shapes, values, (a, b, value) => {
        const [inA, inB] = [acceptsValue(a, value), acceptsValue(b, value)];
        expect(acceptsValue(union(a, b), value)).toBe(inA || inB);
        expect(acceptsValue(intersection(a, b), value)).toBe(inA && inB);
      }),
    );
  });

  it('have a neutral one for each operation', () => {
    fc.assert(
      fc.property(shapes, values, (shape, value) => {
        expect(acceptsValue(union(shape, NEVER), value)).toBe(acceptsValue(shape, value));
        expect(acceptsValue(intersection(shape, ANY), value)).toBe(acceptsValue(shape, value));
      }),
    );
  });
});

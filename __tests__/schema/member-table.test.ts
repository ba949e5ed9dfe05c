import type { Parts } from '../../lib/schema/kinds';
import { MemberTable } from '../../lib/schema/member-table';
import { compileStrip } from '../../lib/schema/strip';
import fc, { runs } from '../helpers/fast-check';

const A: Parts = new Set(['a']);
const OTHERS: Parts = new Set(['others']);

/** Members `a` and `b`; with `hasOthers` also those that begin with `x`. `b` is kept as it is. */
const tableOf = (hasOthers: boolean): MemberTable<string> =>
  new MemberTable(
    {
      keys: new Set(['a', 'b']),
      hasOthers,
      of: (key) => {
        if (key === 'a') return A;
        if (key === 'b') return new Set();
        return key.startsWith('x') ? OTHERS : undefined;
      },
    },
    (parts) => (parts === A ? 'cutter of a' : parts === OTHERS ? 'cutter of others' : undefined),
  );

describe('MemberTable', () => {
  it.each([
    ['a', { cutter: 'cutter of a', isNamed: true }],
    ['b', { cutter: null, isNamed: true }],
    ['x1', { cutter: 'cutter of others', isNamed: false }],
    ['c', { cutter: undefined, isNamed: false }],
  ])('knows the step for %s', (key, step) => {
    expect(tableOf(true).stepOf(key)).toEqual(step);
  });

  it('has no other members than the named ones if the schema has none', () => {
    expect(tableOf(false).stepOf('x1')).toEqual({ cutter: undefined, isNamed: false });
  });

  it('has a plan for the same keys in the same order, from the second time on', () => {
    const table = tableOf(true);
    const plan = ['b', 'c'].map((key) => table.stepOf(key));

    expect(table.planOf(['b', 'c'])).toBeUndefined();
    expect(table.planOf(['b', 'c'])).toEqual({ steps: plan, isWhole: false });
    expect(table.planOf(['b'])).toBeUndefined();
    expect(table.planOf(['b', 'c'])).toEqual({ steps: plan, isWhole: false });
    expect(table.planOf(['c', 'b'])).toBeUndefined();
    expect(table.planOf(['b', 'c'])).toBeUndefined();
  });

  it('has whole plans only where every member is kept as it is', () => {
    const table = tableOf(true);
    const isWhole = (...keys: string[]) => [table.planOf(keys), table.planOf(keys)][1]?.isWhole;

    expect([isWhole('b'), isWhole(), isWhole('a', 'b'), isWhole('b', 'c')]).toEqual([true, true, false, false]);
  });

  it('makes no plan for more than 32 keys', () => {
    const table = tableOf(true);
    const keys = Array.from({ length: 33 }, (_, index) => `x${index}`);

    expect([table.planOf(keys), table.planOf(keys)]).toEqual([undefined, undefined]);
    expect([table.planOf(keys.slice(1)), table.planOf(keys.slice(1))?.steps.length]).toEqual([undefined, 32]);
  });
});

describe('a list of objects of few kinds', () => {
  const schema = {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        a: { type: 'integer' },
        b: { type: 'object', properties: { a: {} } },
        d: { type: 'object', patternProperties: { '^x': { type: 'object', properties: { a: {} } } } },
      },
    },
  };
  const leaf = fc.dictionary(fc.constantFrom('a', 'b'), fc.integer());
  const item = fc.record(
    {
      a: fc.integer(),
      b: leaf,
      c: leaf,
      d: fc.dictionary(fc.constantFrom('x1', 'x2', 'y'), leaf),
      ['__proto__']: leaf,
      0: leaf,
    },
    { requiredKeys: [] },
  );

  it('is cut as each of them alone, by a function that has seen no other', () => {
    const strip = compileStrip(schema);
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), (list) => {
        const alone = list.map((each) => (compileStrip(schema)?.([each]) as unknown[])[0]);
        expect(strip?.(list)).toEqual(alone);
      }),
      { numRuns: runs(300) },
    );
  });
});

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
      others: hasOthers ? 'by key' : undefined,
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

  const object = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, 1]));

  it('has steps for the same keys in the same order, from the second time on', () => {
    const table = tableOf(true);
    const stepsOf = (...keys: string[]) => table.planOf(object(...keys)).steps;
    const steps = ['b', 'c'].map((key) => table.stepOf(key));

    expect(stepsOf('b', 'c')).toEqual([]);
    expect(stepsOf('b', 'c')).toEqual(steps);
    expect(stepsOf('b')).toEqual([]);
    expect(stepsOf('b', 'c')).toEqual(steps);
    expect(stepsOf('c', 'b')).toEqual([]);
    expect(stepsOf('c', 'b')).toEqual([...steps].reverse());
  });

  it('knows whether all members are kept as they are, or certainly not all', () => {
    const table = tableOf(true);
    const keepsOf = (...keys: string[]) => [table.planOf(object(...keys)), table.planOf(object(...keys))][1]?.keeps;

    expect([keepsOf('b'), keepsOf('a', 'b'), keepsOf('b', 'c')]).toEqual(['all', 'unknown', 'some']);
  });

  it('has no steps of more than 32 keys', () => {
    const table = tableOf(true);
    const keys = Array.from({ length: 33 }, (_, index) => `x${index}`);
    const stepsOf = (...names: string[]) => table.planOf(object(...names)).steps.length;

    expect([stepsOf(...keys), stepsOf(...keys)]).toEqual([0, 0]);
    expect([stepsOf(...keys.slice(1)), stepsOf(...keys.slice(1))]).toEqual([0, 32]);
  });

  it('takes inherited members for none', () => {
    const table = tableOf(true);
    const own = object('b', 'c');
    table.planOf(own);
    table.planOf(own);

    expect(table.planOf(own).keys).toEqual(['b', 'c']);
    expect(table.planOf(Object.create(own) as object).keys).toEqual([]);
    expect(table.planOf(Object.assign(Object.create({ c: 1 }) as object, { b: 1 })).keys).toEqual(['b']);
    expect(table.planOf(Object.assign(Object.create({ d: 1 }) as object, own)).keys).toEqual(['b', 'c']);
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
  const own = fc.record(
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
  // Inherited members are none for JSON.
  const item = fc
    .tuple(own, fc.constantFrom<object | null>(Object.prototype, null, { d: { y: {} } }))
    .map(([members, prototype]) => Object.create(prototype, Object.getOwnPropertyDescriptors(members)) as object);

  it('is cut as each of them alone, by a function that has seen no other', () => {
    const strip = compileStrip(schema);
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), (list) => {
        const alone = list.map((each) => (compileStrip(schema)?.([each]) as unknown[])[0]);
        expect(JSON.stringify(strip?.(list))).toBe(JSON.stringify(alone));
      }),
      { numRuns: runs(300) },
    );
  });
});

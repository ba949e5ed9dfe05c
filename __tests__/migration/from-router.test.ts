import { codeBlocks, runBlock } from '../helpers/markdown';

const steps = codeBlocks('docs/from-router.md');
const [first = ''] = steps;
const suite = first.split('\n').filter((line) => line.startsWith('// '));

/** How many lines of one text are not in another, for each line as often as it is there. */
function added(from: string, to: string): number {
  const rest = from.split('\n');
  return to.split('\n').filter((line) => {
    const index = rest.indexOf(line);
    if (index !== -1) rest.splice(index, 1);
    return index === -1;
  }).length;
}

describe('docs/from-router.md', () => {
  it('has a suite, and steps', () => {
    expect([suite.length, steps.length]).toEqual([9, 8]);
  });

  it.each(steps.map((code, index) => [index, code] as const))('answers the same after step %d', async (_step, code) => {
    const program = code.replace(/^\/\/ .*\n/gm, '');

    await runBlock(`${program}\n${suite.join('\n')}`);
  });

  it.each(steps.slice(1).map((code, index) => [index + 1, steps[index] ?? '', code] as const))(
    'changes little in step %d',
    (_step, before, after) => {
      const [from = '', to = ''] = [before, after].map((code) => code.replace(/^\/\/ .*\n/gm, ''));

      expect(added(from, to)).toBeLessThanOrEqual(12);
      expect(added(to, from)).toBeLessThanOrEqual(12);
    },
  );
});

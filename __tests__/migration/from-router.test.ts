import { codeBlocks } from '../helpers/code-blocks';

// Each program is run, with all of the requests at its end, by readme.test.ts.
const programs = codeBlocks('docs/from-router.md');

/** How many lines of one program are not in another, counting repeated lines. */
function countAdded(from: string, to: string): number {
  const rest = from.split('\n');
  return to.split('\n').filter((line) => {
    const index = rest.indexOf(line);
    if (index !== -1) rest.splice(index, 1);
    return index === -1;
  }).length;
}

describe('docs/from-router.md', () => {
  it('has the Router, seven steps, and the same nine requests in each', () => {
    const requests = programs.map((program) => program.split('\n').filter((line) => line.startsWith('// ')));

    expect(programs).toHaveLength(8);
    expect(requests[0]).toHaveLength(9);
    expect(new Set(requests.map(String)).size).toBe(1);
  });

  it.each(programs.slice(1).map((program, index) => [index + 1, programs[index] ?? '', program] as const))(
    'changes at most twelve lines in step %d',
    (_step, before, after) => {
      expect(countAdded(before, after)).toBeLessThanOrEqual(12);
      expect(countAdded(after, before)).toBeLessThanOrEqual(12);
    },
  );

  it('ends without a Router', () => {
    expect(programs.at(-1)).not.toContain('Router()');
  });
});

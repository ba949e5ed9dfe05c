/**
 * Applies a diff to a program. Empty lines separate its hunks; a hunk is lines that begin with a space, `-` or `+`, and
 * its lines without `+` must occur exactly once in the program.
 */
export function applyDiff(program: string, diff: string): string {
  return diff
    .trimEnd()
    .split(/\n{2,}/)
    .reduce(applyHunk, program);
}

function applyHunk(program: string, hunk: string): string {
  const lines = hunk.split('\n');
  const before = linesWithout('+', lines);
  if (program.split(before).length !== 2) throw new Error(`The program has not exactly one place for:\n${hunk}`);
  return program.replace(before, () => linesWithout('-', lines));
}

function linesWithout(mark: '+' | '-', lines: readonly string[]): string {
  return lines.flatMap((line) => (line.startsWith(mark) ? [] : [`${line.slice(1)}\n`])).join('');
}

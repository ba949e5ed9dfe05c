import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type esbuild from 'esbuild';
import { applyDiff } from './apply-diff';
import { ROOT } from './program';

/**
 * The programs of a page: its TypeScript blocks, and for each `diff` block the program before it with this change.
 * Throws for a block of another kind, which no test would run.
 */
export function codeBlocks(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks = [...text.matchAll(/^```(ts|diff)\n([^]*?)^```$/gm)];
  if ((text.match(/^```/gm)?.length ?? 0) !== 2 * blocks.length)
    throw new Error(`${page} has a code block that is marked neither ts nor diff.`);
  const programs: string[] = [];
  for (const [, kind, code = ''] of blocks) programs.push(programAfter(programs.at(-1) ?? '', kind, code));
  return programs;
}

// The first line of a block that is a second file, the tests of the program before it.
const TEST_FILE = '// app.test.ts\n';

function programAfter(program: string, kind: string | undefined, code: string): string {
  if (kind === 'diff') return applyDiff(program, code);
  return code.startsWith(TEST_FILE) ? program + code : code;
}

/** The file of a program that defines its app, and the one with its tests, if it has two: it imports `./app.js`. */
export function filesOf(program: string): [app: string, tests?: string] {
  const [app = '', tests] = program.split(TEST_FILE);
  return tests === undefined ? [app] : [app, tests];
}

/** Runs the code of a module, and returns what it exports. */
export function evaluate(code: string, require: (name: string) => unknown, it?: (...test: never) => unknown): object {
  const { transformSync } = requireOutside('esbuild') as typeof esbuild;
  const tsconfigRaw = { compilerOptions: { alwaysStrict: true } }; // As modules are.
  const compiled = transformSync(code, { loader: 'ts', format: 'cjs', target: 'es2022', tsconfigRaw }).code;
  const module = { exports: {} };
  new Function('require', 'module', 'expect', 'jest', 'it', compiled)(require, module, expect, jest, it);
  return module.exports;
}

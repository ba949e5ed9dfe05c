// `npm test`: the type checker and the tests, at the same time. The checker is TypeScript 7, which takes a quarter of the
// processor time of 6; all else uses 6, whose API ESLint and the tests of types need.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Runs the program of a package and returns its exit code, with what it printed unless that goes to the terminal. */
async function run([name, path], options, stdio, flags = []) {
  const program = join(dirname(require.resolve(`${name}/package.json`)), path);
  const child = spawn(process.execPath, [...flags, program, ...options], { stdio });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code: code ?? 1, output };
}

// What it found is kept, so that the next run checks only what has changed since.
const memory = join(import.meta.dirname, '../../node_modules/.cache/express-returns/types.tsbuildinfo');
const check = ['--noEmit', '--incremental', '--tsBuildInfoFile', memory];
const types = run(['typescript7', 'bin/tsc'], check, ['ignore', 'pipe', 'inherit']);
// Workers take this flag from their parent: with room for more short-lived objects, V8 collects them less often.
const tests = await run(['jest', 'bin/jest.js'], process.argv.slice(2), 'inherit', ['--max-semi-space-size=64']);
const { code, output } = await types;
process.stdout.write(output);
process.exitCode = tests.code || code;

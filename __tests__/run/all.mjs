// `npm test`: the type checker and the tests, at the same time, since the checker uses one processor for the most part.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Runs a program of node_modules and returns its exit code, with what it printed unless that goes to the terminal. */
async function run(program, options, stdio, flags = []) {
  const child = spawn(process.execPath, [...flags, require.resolve(program), ...options], { stdio });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code: code ?? 1, output };
}

const types = run('typescript/bin/tsc', ['--noEmit'], ['ignore', 'pipe', 'inherit']);
// Workers take this flag from their parent: with room for more short-lived objects, V8 collects them less often.
const tests = await run('jest/bin/jest', process.argv.slice(2), 'inherit', ['--max-semi-space-size=64']);
const { code, output } = await types;
process.stdout.write(output);
process.exitCode = tests.code || code;

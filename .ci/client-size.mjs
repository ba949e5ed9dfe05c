// The client of the packed package is at most 2 kB gzipped, imports nothing, and its declarations lead to no package.
// Usage: node .ci/client-size.mjs, after the build.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { check } from './checks.mjs';

const MOST_BYTES = 2048;
const read = (path) => readFileSync(path, 'utf8');

await check(`dist/client.mjs is at most ${MOST_BYTES} bytes gzipped`, () => {
  const { length } = gzipSync(read('dist/client.mjs'), { level: 9 });
  if (length > MOST_BYTES) throw new Error(`${length} bytes`);
  return `${length} bytes`;
});

for (const file of ['dist/client.mjs', 'dist/client.js']) {
  await check(`${file} imports nothing`, () => {
    const text = read(file);
    if (/\bimport\b|\bfrom\s*["']|\brequire\s*\(/.test(text)) throw new Error('it imports something');
  });
}

await check('the declarations of the client lead to no package', () => {
  const reached = new Set();
  const visit = (path) => {
    if (reached.has(path)) return;
    reached.add(path);
    const text = read(path);
    if (/<reference types/.test(text)) throw new Error(`${path} refers to types of a package`);
    for (const [, name] of text.matchAll(/(?:\bfrom |\bimport\()['"]([^'"]+)['"]/g)) {
      if (!name.startsWith('.')) throw new Error(`${path} imports ${name}`);
      visit(posix.join(posix.dirname(path), name.endsWith('.js') ? name.replace(/js$/, 'd.ts') : `${name}.d.ts`));
    }
  };
  visit('dist/client.d.ts');
  return `${reached.size} files`;
});

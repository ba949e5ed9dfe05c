// The client of the packed package is at most 2 kB gzipped, imports nothing, and its declarations lead to no package.
// Usage: node .ci/client-size.mjs, after the build.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { check } from './checks.mjs';

const MOST_BYTES = 2048;
const read = (path) => readFileSync(path, 'utf8');

for (const file of ['dist/client.mjs', 'dist/client.js']) {
  await check(`${file} is at most ${MOST_BYTES} bytes gzipped and imports nothing`, () => {
    const text = read(file);
    const { length } = gzipSync(text, { level: 9 });
    if (file.endsWith('.mjs') && length > MOST_BYTES) throw new Error(`${length} bytes`);
    if (/\bimport\b|\bfrom\s*["']|\brequire\s*\(/.test(text)) throw new Error('it imports something');
    return `${length} bytes`;
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

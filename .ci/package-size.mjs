// Prints the size of the packed package and of its parts, each gzipped alone, and fails above a limit.
// Usage: node .ci/package-size.mjs TARBALL, after the build.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { check } from './checks.mjs';

// docs/performance.md, "Costs", names the parts.
const MOST_KB = 160;
const tarball = process.argv[2];
const kB = (bytes) => Math.round(bytes / 100) / 10;

await check(`the package is at most ${MOST_KB} kB packed`, () => {
  const parts = { code: '', declarations: '', comments: '' };
  for (const name of readdirSync('dist', { recursive: true })) {
    if (!/\.m?[jt]s$/.test(name)) continue;
    const text = readFileSync(join('dist', name), 'utf8');
    const isDeclaration = /\.d\.m?ts$/.test(name);
    parts[isDeclaration ? 'declarations' : 'code'] += text;
    if (isDeclaration) parts.comments += (text.match(/\/\*\*[^]*?\*\//g) ?? []).join('\n');
  }
  const sizes = Object.entries(parts).map(([part, text]) => `${part} ${kB(gzipSync(text, { level: 9 }).length)} kB`);
  const size = kB(statSync(tarball).size);
  if (size > MOST_KB) throw new Error(`${size} kB: ${sizes.join(', ')}`);
  return `${size} kB: ${sizes.join(', ')}`;
});

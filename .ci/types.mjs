// Checks .ci/consumer/generics.ts against the packed package with every minor of TypeScript from 5.0 to 7.0, by the
// types of Express 4 and of 5, as CommonJS and as an ES module, without skipLibCheck.
// Usage: node .ci/types.mjs TARBALL
import { copyFileSync, readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { withProject } from './packages.mjs';

const [tarball] = process.argv.slice(2);
const versions = ['5.0', '5.1', '5.2', '5.3', '5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', '7.0'];
const options =
  // With declarations, so that every type that is inferred can be named.
  '--declaration --emitDeclarationOnly --outDir out --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --noImplicitOverride --esModuleInterop ' +
  '--skipLibCheck false --target ES2022 --lib ES2023 --types node --module NodeNext --moduleResolution NodeNext';

// One after the other within a major, so that two processes run at once.
const failures = await Promise.all([4, 5].map(checkMajor));
if (failures.some((count) => count > 0)) process.exitCode = 1;

async function checkMajor(major) {
  const packages = [
    resolve(tarball),
    `express@${major}`,
    `@types/express@${major}`,
    '@types/node@20',
    ...versions.map((version) => `typescript-${version}@npm:typescript@~${version}.0`),
  ];
  return withProject(`types-${major}`, packages, async (folder) => {
    for (const extension of ['ts', 'mts'])
      copyFileSync(join(import.meta.dirname, 'consumer/generics.ts'), join(folder, `generics.${extension}`));
    let count = 0;
    for (const version of versions) count += await check(folder, version, major);
    return count;
  });
}

async function check(folder, version, major) {
  const home = join(folder, `node_modules/typescript-${version}`);
  const exact = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
  if (!exact.startsWith(`${version}.`)) throw new Error(`TypeScript ${version} was wanted, ${exact} installed.`);
  const { stdout, code } = await new Promise((done) => {
    execFile(
      process.execPath,
      [join(home, 'bin/tsc'), ...options.split(' '), 'generics.ts', 'generics.mts'],
      { cwd: folder },
      (error, stdout) => done({ stdout, code: error?.code ?? 0 }),
    );
  });
  // What other packages declare in a syntax that an old TypeScript does not know is theirs to mend.
  const lines = stdout.split('\n').filter((line) => /error TS/.test(line));
  const ours = lines.filter((line) => /^(generics|node_modules\/express-returns\/|error)/.test(line));
  const theirs = lines.length - ours.length;
  if (code !== 0 && lines.length === 0) ours.push(`tsc ended with ${code}: ${stdout}`);
  const note = theirs > 0 ? ` (${theirs} errors in declarations of other packages)` : '';
  console.log(`TypeScript ${exact}, @types/express ${major}: ${ours.length === 0 ? 'no error' : 'FAILED'}${note}`);
  for (const line of ours) console.log(`  ${line}`);
  return ours.length;
}

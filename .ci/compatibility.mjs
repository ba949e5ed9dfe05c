// Tries real middleware around the packed package on Express 4 and 5 (__tests__/compatibility), and holds
// docs/compatibility.md against the results; --write writes it.
// Usage: node .ci/compatibility.mjs TARBALL [--write]
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [tarball, flag] = process.argv.slice(2);
const root = join(import.meta.dirname, '..');
const folder = join(root, '__tests__', 'compatibility');
const page = join(root, 'docs', 'compatibility.md');
const npm = (...args) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'inherit' });
const versionOf = (name) => JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).version;

npm('ci');
npm('install', '--no-save', resolve(tarball));

/** The suites of one major, by name: what each has checked. Says what failed. */
function run(options) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.js'));
  const reporter = ['--test', '--test-force-exit', '--test-reporter=./reporter.mjs'];
  const { stdout, status } = spawnSync(process.execPath, [...reporter, ...files], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: options },
    timeout: 240_000,
  });
  const suites = new Map();
  let checks = [];
  for (const line of stdout.split('\n').filter((text) => text.startsWith('{'))) {
    const { name, isSuite, error } = JSON.parse(line);
    if (error) console.error(`${name}: ${error}`);
    if (!isSuite) checks.push(name);
    else {
      suites.set(name, checks);
      checks = [];
    }
  }
  if (status !== 0 || suites.size === 0) throw new Error('The suite has failed: see above.');
  return suites;
}

const on4 = run(`--require ${join(folder, 'on-express-4.js')}`);
const on5 = run('');
console.log(`${on4.size} packages on Express 4, ${on5.size} on Express 5.`);

// A test whose name begins so has shown that a package fails, by hand as well.
const byHand = 'as by hand: ';
const verdict = (checks) =>
  checks === undefined ? 'not applicable' : (checks.find((name) => name.startsWith(byHand)) ?? 'works');

const written = readFileSync(page, { encoding: 'utf8', flag: 'a+' });
const today = new Date().toISOString().slice(0, 10);
const names = [...new Set([...on4.keys(), ...on5.keys()])].sort();
const rows = names.map((name) => {
  const place = name === 'express-async-errors' ? 'express-4/node_modules' : 'node_modules';
  const checks = [...new Set([...(on4.get(name) ?? []), ...(on5.get(name) ?? [])])];
  const checked = checks.filter((check) => !check.startsWith(byHand)).join('; ');
  const row = `| ${name} | ${versionOf(join(place, name))} | ${verdict(on4.get(name))} | ${verdict(on5.get(name))} | ${checked} |`;
  // A row keeps its date until it says something else.
  const before = written.split('\n').find((line) => line.startsWith(`${row} `));
  return before ?? `${row} ${today} |`;
});

const text = `# Compatibility

Each of these packages was tested around the same routes, six times: by hand, in return style (\`returns()\`, \`routes.router()\`, \`routes.mount()\`, \`adopt()\`), and by hand on an adopted app, where the middleware of the package is adopted, too. Status, header lines and bytes of every reply were the same each time, and so was the work of the package. Express ${versionOf('express-4/node_modules/express')} and ${versionOf('node_modules/express')}.

*As by hand* marks a package that does not work on this version of Express, with or without this library. *Since* is the day from which the row has been as it is. The script \`.ci/compatibility.mjs\` writes this page from the results of [the tests](../__tests__/compatibility); \`.ci/run\` fails where they differ.

The types are checked with every minor version of TypeScript from 5.0 to 7.0, with the types of Express 4 and 5, in CommonJS and ES modules, and without \`skipLibCheck\` (\`.ci/types.mjs\`).

| package | version | Express 4 | Express 5 | what was checked | since |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
if (flag === '--write') writeFileSync(page, text);
else if (text !== written) {
  console.error('docs/compatibility.md is not what the suite has shown: node .ci/compatibility.mjs TARBALL --write');
  process.exitCode = 1;
}

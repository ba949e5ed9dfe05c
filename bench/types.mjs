// What types cost: 500 described routes and 50 calls of a client, for us, tRPC and Hono, in one run.
// Usage: node bench/types.mjs [--editor]; the packages of the others are installed into a temporary folder.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, withProject } from '../.ci/packages.mjs';
import { APPS } from './types/apps.mjs';
import { completeAfterEdit } from './types/editor.mjs';

const PACKAGES = [
  ...['typescript@6.0.3', 'zod@4.6.7', 'express@5.3.0', '@types/express@5.0.6', '@types/node@20.19.43'],
  ...['@trpc/server@11.25.2', '@trpc/client@11.25.2', 'hono@4.13.19', '@hono/zod-validator@0.9.1'],
];
const CONFIG = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  target: 'ES2022',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  types: ['node'],
};

const ROUNDS = 5;

const withEditor = process.argv.includes('--editor');

await withProject('bench-types', PACKAGES, async (folder) => {
  addOurs(folder);
  const homes = Object.entries(APPS).map(([name, make]) => [name, writeProject(folder, name, make())]);
  const results = {};
  // Other work on the machine only adds to the time, so the least of the rounds is the figure.
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, home] of homes) {
      const result = check(home, folder);
      results[name] = { ...result, cpu: Math.min(result.cpu, results[name]?.cpu ?? Infinity) };
    }
  const perCall = callsOfClient(folder);
  print(results, perCall);
  const sizes = checkDeclarations(folder);
  if (withEditor) await printEditor(folder);
  if (!printBars(results, perCall, sizes)) process.exitCode = 1;
});

/** Our declarations, as the package has them: `npm run build` has made them. */
function addOurs(folder) {
  const home = join(folder, 'node_modules/express-returns');
  cpSync('dist', join(home, 'dist'), { recursive: true });
  cpSync('package.json', join(home, 'package.json'));
}

function writeProject(folder, name, files, options = {}) {
  const home = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  const compilerOptions = { ...CONFIG, noEmit: true, ...options };
  writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['server', 'client'] }));
  return home;
}

/** Compiles a project: exact counts, and seconds of user CPU. */
function check(home, folder, ...more) {
  const tsc = join(folder, 'node_modules/typescript/bin/tsc');
  const command = `TIMEFORMAT='user %U'; time "${process.execPath}" "${tsc}" -p "${home}" --extendedDiagnostics ${more.join(' ')}`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
  const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
  if (errors.length > 0) throw new Error(`${home}: ${errors.length} errors, such as ${errors.slice(0, 3).join('\n')}`);
  const count = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(stdout)?.[1]);
  return {
    instantiations: count('Instantiations'),
    types: count('Types'),
    cpu: Number(/user ([\d.]+)/.exec(stderr)?.[1]),
  };
}

/** Instantiations of one call of our client, at 100 and at 500 routes. */
function callsOfClient(folder) {
  const at = (files) => {
    const [few, many] = [5, 20].map((calls) =>
      check(writeProject(folder, `calls-${calls}-${files}`, reduced(files, calls)), folder),
    );
    return (many.instantiations - few.instantiations) / 15;
  };
  return [at(20), at(100)];
}

/** Our project with fewer files, whose client calls the routes of the first ones in turn. */
function reduced(files, calls) {
  const left = (text) =>
    text
      .replace(/^import \{ routes(\d+) \}.*\n/gm, (line, n) => (Number(n) < files ? line : ''))
      .replace(/, routes(\d+)/g, (part, n) => (Number(n) < files ? part : ''))
      .replace(/\/items(\d+)\//g, (_, n) => `/items${Number(n) % files}/`);
  const kept = Object.entries(APPS.ours(calls)).filter(([path]) => Number(/(\d+)\.ts$/.exec(path)?.[1] ?? 0) < files);
  return Object.fromEntries(kept.map(([path, text]) => [path, /index|client/.test(path) ? left(text) : text]));
}

/** Bytes of the declarations of one file of five routes, which contain neither schemas nor handlers. */
function checkDeclarations(folder) {
  const home = writeProject(folder, 'declarations', APPS.ours(), {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: 'out',
  });
  check(home, folder);
  const text = readFileSync(join(home, 'out/server/routes0.d.ts'), 'utf8');
  return { bytes: text.length, isPlain: !/zod|items\b(?!\d)|=>/.test(text.replaceAll('/items0', '')) };
}

async function printEditor(folder) {
  console.log('\nCompletion after an edit, s of CPU: from source / from .d.ts');
  for (const name of ['ours', 'trpc', 'hono']) {
    const home = join(folder, name);
    const emitted = writeProject(folder, `${name}-emitted`, APPS[name](), {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      outDir: 'out',
      rootDir: '.',
    });
    run(folder, process.execPath, 'node_modules/typescript/bin/tsc', '-p', emitted);
    const front = join(folder, `${name}-front`);
    mkdirSync(front, { recursive: true });
    cpSync(join(emitted, 'out/server'), join(front, 'server'), { recursive: true });
    cpSync(join(home, 'client'), join(front, 'client'), { recursive: true });
    writeFileSync(
      join(front, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...CONFIG, noEmit: true }, include: ['client'] }),
    );
    const [source, declared] = [
      await completeAfterEdit(folder, home, name),
      await completeAfterEdit(folder, front, name),
    ];
    console.log(`${name.padEnd(8)} ${source.toFixed(2)} / ${declared.toFixed(2)}`);
  }
}

function print(results, perCall) {
  console.log('500 routes, 50 calls      instantiations      types   tsc, user CPU s');
  for (const [name, { instantiations, types, cpu }] of Object.entries(results))
    console.log(
      `${name.padEnd(24)} ${String(instantiations).padStart(15)} ${String(types).padStart(10)} ${cpu.toFixed(1).padStart(17)}`,
    );
  console.log(`instantiations of a call of our client: ${perCall[0]} at 100 routes, ${perCall[1]} at 500`);
}

function printBars({ schemas, ours, trpc, hono }, [few, many], { bytes, isPlain }) {
  const added = (ours.cpu - schemas.cpu) / (trpc.cpu - schemas.cpu);
  const bars = [
    ['instantiations', ours.instantiations, 800_000],
    ['types', ours.types, 100_000],
    ['instantiations of a call, at 500 routes', many, 500],
    ['... against that at 100 routes', many / few, 1.05],
    ['CPU against tRPC', ours.cpu / trpc.cpu, 1.15],
    ['CPU against Hono', ours.cpu / hono.cpu, 0.75],
    ['what it adds to the schemas, against tRPC', added, 1.2],
    ['.d.ts of five routes with zod or a handler', isPlain ? 0 : 1, 0],
  ];
  console.log(`\n.d.ts of five routes: ${bytes} bytes\nBars:`);
  for (const [name, value, most] of bars)
    console.log(`${value <= most ? 'ok  ' : 'MISS'} ${name}: ${Number(value.toFixed(2))} (at most ${most})`);
  return bars.every(([, value, most]) => value <= most);
}

// Builds dist/: declarations by tsc, and for each entry one CommonJS file of all its modules with an ES module face over
// it. The face re-exports by name from the CommonJS file, so that `import` and `require` give one and the same class (two
// builds would give two). The client is apart: see writeClient.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

const require = createRequire(import.meta.url);

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});

// A file to find, read and compile for each module took more than half of the time of require('express-returns'). The
// modules stay functions with scopes of their own: a bundler that puts all in one scope has to rename Error and JSON.
const names = readdirSync('lib', { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .map((file) => file.slice(0, -3))
  .sort();

// What every module would begin with: the file is strict as a whole, load() marks the exports, and without circles none
// is read before it is set.
const PROLOGUE =
  /^"use strict";\n|^Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);\n|^exports\.\w+ = .*void 0;\n/gm;

/** A module as an entry of a table. In brackets: V8 then compiles it with the file, and does not read it again later. */
function moduleOf(name) {
  const { outputText } = ts.transpileModule(readFileSync(`lib/${name}.ts`, 'utf8'), {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      removeComments: true, // The declarations keep them, for editors.
    },
  });
  const code = withoutIndentation(outputText.replace(PROLOGUE, ''))
    .replaceAll(/\brequire\("(\.[^"]+)"\)/g, (_, path) => `load('${posix.join(posix.dirname(name), path)}')`)
    // The resolver of Jest 26 does not know the prefix.
    .replaceAll(/\brequire\("node:([^"]+)"\)/g, 'require("$1")');
  return `'${name}': (function (exports) {\n${code}}),\n`;
}

/** Lines stay, so that a stack trace leads somewhere; only within a template literal would spaces mean something. */
function withoutIndentation(code) {
  const lines = code.replace(/^ +/gm, '');
  const texts = (source) => {
    const found = [];
    const visit = (node) => {
      if (ts.isTemplateLiteralToken(node) || ts.isStringLiteral(node)) found.push(node.text);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile('module.js', source, ts.ScriptTarget.Latest));
    return found.join('\0');
  };
  return texts(lines) === texts(code) ? lines : code;
}

/** Removes the declarations that no entry leads to: those of internals, which no program of a user reads. */
function removeUnreachable(...entries) {
  const reached = new Set();
  const visit = (path) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const [, name] of readFileSync(path, 'utf8').matchAll(/(?:\bfrom |\bimport\()['"](\.[^'"]+)['"]/g))
      visit(posix.join(posix.dirname(path), `${name}.d.ts`));
  };
  entries.forEach(visit);
  for (const name of names.map((each) => `dist/${each}.d.ts`)) if (!reached.has(name)) rmSync(name);
}

/** The file of an entry, whose modules share those of the package: one class each, however it is reached. */
function writeEntry(entry, isOwn, code) {
  writeFileSync(`dist/${entry}.js`, code(names.filter(isOwn).map(moduleOf).join('')));
  const exported = Object.keys(require(`./dist/${entry}.js`)).sort();
  writeFileSync(
    `dist/${entry}.mjs`,
    `import commonjs from './${entry}.js';\n\nexport const { ${exported.join(', ')} } = commonjs;\n`,
  );
  writeFileSync(`dist/${entry}.d.mts`, `export * from './${entry}.js';\n`);
}

/**
 * The client, bundled and minified: it goes to browsers. An ES module and a CommonJS module, each whole: it shares no
 * class with the server.
 */
function writeClient() {
  // The one of tsx.
  const esbuild = createRequire(require.resolve('tsx/package.json'))('esbuild');
  const options = { bundle: true, minify: true, target: 'es2022', entryPoints: ['lib/client/index.ts'] };
  const define = { 'globalThis.JSON': 'JSON', 'globalThis.Error': 'Error' };
  esbuild.buildSync({ ...options, define, format: 'esm', outfile: 'dist/client.mjs' });
  esbuild.buildSync({ ...options, define, format: 'cjs', outfile: 'dist/client.js' });
  writeFileSync('dist/client.d.ts', "export * from './client/index.js';\n");
  writeFileSync('dist/client.d.mts', "export * from './client/index.js';\n");
}

const isTesting = (name) => name.startsWith('testing/');
const isClient = (name) => name.startsWith('client/');

writeFileSync('dist/testing.d.ts', "export * from './testing/index.js';\n");
removeUnreachable('dist/index.d.ts', 'dist/testing/index.d.ts', 'dist/client/index.d.ts');
writeClient();
writeEntry(
  'index',
  (name) => !isTesting(name) && !isClient(name),
  (own) => `'use strict';
const loaded = new Map();
function load(name) {
  if (!loaded.has(name)) {
    const exports = Object.defineProperty({}, '__esModule', { value: true });
    loaded.set(name, exports);
    modules[name](exports);
  }
  return loaded.get(name);
}
const modules = {
${own}};
module.exports = load('index');
Object.defineProperty(module.exports, Symbol.for('express-returns.modules'), { value: { modules, load } });
`,
);
writeEntry(
  'testing',
  isTesting,
  (own) => `'use strict';
const { modules, load } = require('./index.js')[Symbol.for('express-returns.modules')];
Object.assign(modules, {
${own}});
module.exports = load('testing/index');
`,
);

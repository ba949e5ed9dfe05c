// Builds dist/: for each entry one file of declarations, and one minified CommonJS file of all its modules with an ES
// module face over it. The face re-exports by name from the CommonJS file, so that `import` and `require` give one and the same
// class (two builds would give two). The client is apart: see writeClient.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { rmSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { minify } from 'terser';

const require = createRequire(import.meta.url);

const DECLARATIONS = 'dist/declarations';

rmSync('dist', { recursive: true, force: true });
const options = ['-p', 'tsconfig.build.json', '--outDir', DECLARATIONS];
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), ...options], { stdio: 'inherit' });

/**
 * Writes the declarations of an entry as one file: a file for each module would be 7 kB of tar headers, and would hold
 * declarations that no entry leads to.
 */
async function writeDeclarations(entry, folder, external) {
  const bundle = await rollup({
    input: `${DECLARATIONS}/${folder}/index.d.ts`,
    plugins: [external, dts()],
    external: /^[^./]/,
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  await bundle.write({ file: `dist/${entry}.d.ts` });
  writeFileSync(`dist/${entry}.d.mts`, `export * from './${entry}.js';\n`);
}

/** A plugin that takes the types outside testing/ from the main entry: a copy of a class would be another type. */
const fromIndex = {
  name: 'types of the main entry',
  resolveId(path, importer) {
    const module = importer && relative(DECLARATIONS, resolve(importer, '..', path)).replaceAll('\\', '/');
    const isOwn = !module || module.startsWith('testing/') || module === 'schema/json-schema'; // No name of the entry.
    return isOwn ? null : { id: './index.js', external: true };
  },
};

// Of a line of code. Node prints the line of an error that ends the process.
const MOST_CHARACTERS = 400;

/**
 * The bundle of some code in lib: a file to find, read and compile for each module would take half of the time to load
 * it. Functions and classes keep their names, which stack traces show.
 */
async function bundle(contents, ...plugins) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: 'lib' },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'es2022',
    packages: 'external',
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
    minifySyntax: true,
    banner: { js: "'use strict';" },
    plugins,
  });
  // The tables of media types are read when the first one is looked up; the bundler would load and copy them at the start.
  const text = outputFiles[0].text.replaceAll(
    /__toESM\((require\("mime\/[^"]+"\))\)/g,
    '({ get default() { return $1; } })',
  );
  // A function or class that is the value of a variable has its name from it.
  const named = text.matchAll(/(?<![.\w])(\w+) = (?:class\b|(?:async )?(?:function\b|\(.*\) =>|\w+ =>))/g);
  const reserved = Array.from(named, ([, name]) => name);
  const { code } = await minify(withClassNames(text), {
    ecma: 2022,
    compress: false,
    mangle: { toplevel: true, keep_fnames: true, keep_classnames: true, reserved },
    format: { max_line_len: MOST_CHARACTERS },
  });
  // The resolver of Jest 26 does not know the prefix.
  return code.replaceAll(/\brequire\("node:([^"]+)"\)/g, 'require("$1")');
}

/** The code of a bundle with the names of its classes: the bundler renames some that have a global's or read their own. */
function withClassNames(code) {
  const renamed = code.matchAll(/\b(\w+) = class (?!extends\b)(\w+)/g);
  return [...renamed].reduce(
    (text, [, variable, inner]) => text.replaceAll(new RegExp(`\\b${inner}\\b`, 'g'), variable.replace(/\d+$/, '')),
    code,
  );
}

const SHARED = "Symbol.for('express-returns.modules')";

/** A plugin that takes the modules outside a folder of lib from the bundle of the package, and notes their names. */
const takeShared = (folder, noted) => ({
  name: 'shared modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, namespace }) => {
      if (namespace === 'shared') return { path, external: true };
      const name = relative(resolve('lib'), resolve(resolveDir, path)).replaceAll('\\', '/');
      if (name.startsWith(`${folder}/`)) return undefined;
      noted.add(name);
      return { path: name, namespace: 'shared' };
    });
    onLoad({ filter: /.*/, namespace: 'shared' }, ({ path }) => ({
      contents: `module.exports = require('./index.js')[${SHARED}]['${path}'];`,
    }));
  },
});

/** Writes the file of an entry, and its face. */
function writeEntry(entry, code) {
  writeFileSync(`dist/${entry}.js`, code);
  const exported = require(`./dist/${entry}.js`);
  for (const value of Object.values(exported))
    if (/^class\b/.test(value) && exported[value.name] !== value) throw new Error(`dist has a class ${value.name}.`);
  writeFileSync(
    `dist/${entry}.mjs`,
    `import commonjs from './${entry}.js';\n\nexport const { ${Object.keys(exported).sort().join(', ')} } = commonjs;\n`,
  );
}

/**
 * The client, bundled and minified by both: the second makes it 2 % smaller. It goes to browsers. An ES module and a
 * CommonJS module, each whole: it shares no class with the server.
 */
async function writeClient(format, outfile) {
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    minify: true,
    format,
    target: 'es2022',
    entryPoints: ['lib/client/index.ts'],
    define: { 'globalThis.JSON': 'JSON', 'globalThis.Error': 'Error' },
  });
  const compress = { ecma: 2022, reduce_vars: false, sequences: false, hoist_funs: true, arrows: false };
  const { code } = await minify(outputFiles[0].text, { ecma: 2022, module: true, compress });
  writeFileSync(outfile, code);
}

await writeDeclarations('index', '.');
await writeDeclarations('testing', 'testing', fromIndex);
await writeDeclarations('client', 'client');
rmSync(DECLARATIONS, { recursive: true });
await writeClient('esm', 'dist/client.mjs');
await writeClient('cjs', 'dist/client.js');

const shared = new Set();
const testing = await bundle("export * from './testing/index';", takeShared('testing', shared));
const imports = [...shared].map((name, index) => `import * as module${index} from './${name}';`).join('\n');
const table = [...shared].map((name, index) => `'${name}': module${index}`).join(', ');
const index = `export * from './index';
${imports}
Object.defineProperty(module.exports, ${SHARED}, { value: { ${table} } });`;

writeEntry('index', await bundle(index));
writeEntry('testing', testing);

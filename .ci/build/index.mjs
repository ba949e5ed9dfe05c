// Builds dist/: for each entry one file of declarations, and one minified CommonJS file with an ES module face over it.
// The face re-exports by name from the CommonJS file, so that `import` and `require` give one and the same class (two
// builds would give two). That of the main entry reads some of its modules from other files: see parts.mjs. The client
// is apart: see writeClient.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { rmSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { minify } from 'terser';
import { writeCode } from './code.mjs';

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

await writeCode();

// Writes the server code of dist/: index.js, the files of its parts, and testing.js.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { minify } from 'terser';
import { findShared, indexCode, partCode, SHARED, testingCode } from './modules.mjs';
import { markOthers, withOneRequire, withOthers } from './others.mjs';
import { partNames } from './parts.mjs';

const require = createRequire(import.meta.url);

// Of a line of code. Node prints the line of an error that ends the process.
const MOST_CHARACTERS = 400;

/**
 * The bundle of some code in lib: a file to find, read and compile for each module would take half of the time to load
 * it. Functions and classes keep their names, which stack traces show.
 */
async function bundle(file, variables, { code: contents, head = "'use strict';", foot = '', wrap = (text) => text }) {
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
    banner: { js: head },
    footer: { js: foot },
    plugins: [markOthers(file)],
  });
  // The tables of media types are read when the first one is looked up; the bundler would load and copy them at the
  // start.
  const text = withOthers(withOneRequire(outputFiles[0].text), file, variables).replaceAll(
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
    // A text with other characters takes twice as long to read.
    format: { max_line_len: MOST_CHARACTERS, ascii_only: true },
  });
  // The resolver of Jest 26 does not know the prefix.
  return wrap(code.replaceAll(/\brequire\("node:([^"]+)"\)/g, 'require("$1")'));
}

/**
 * The code of a bundle with the names of its classes: the bundler renames some that have a global's or read their own.
 */
function withClassNames(code) {
  const renamed = code.matchAll(/\b(\w+) = class (?!extends\b)(\w+)/g);
  return [...renamed].reduce(
    (text, [, variable, inner]) => text.replaceAll(new RegExp(`\\b${inner}\\b`, 'g'), variable.replace(/\d+$/, '')),
    code,
  );
}

/** Writes the file of an entry, and its face. */
function writeEntry(entry, code) {
  writeFileSync(`dist/${entry}.js`, code);
  const exported = require(`../../dist/${entry}.js`);
  for (const value of Object.values(exported))
    if (/^class\b/.test(value) && exported[value.name] !== value) throw new Error(`dist has a class ${value.name}.`);
  writeFileSync(
    `dist/${entry}.mjs`,
    `import commonjs from './${entry}.js';\n\nexport const { ${Object.keys(exported).sort().join(', ')} } = commonjs;\n`,
  );
}

/** Writes the files of the server. */
export async function writeCode() {
  const modules = await findShared();
  const variables = modules.flatMap((module) => module.variables);
  for (const part of partNames)
    writeFileSync(`dist/${part}.js`, await bundle(part, variables, partCode(part, modules)));
  writeEntry('index', await bundle('index', variables, { code: indexCode(modules) }));
  writeEntry('testing', await bundle('testing', variables, testingCode));
  const early = partNames.find((part) => require.resolve(`../../dist/${part}.js`) in require.cache);
  if (early !== undefined)
    throw new Error(`${early}.js is read when the package is loaded: a module of index.js uses it outside a function.`);
  // Throws where a part needs another one while that is being opened.
  for (const part of partNames) require('../../dist/index.js').Response[SHARED]()[`part_${part}`]();
}

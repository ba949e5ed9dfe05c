// The modules of lib, and the code by which a file of dist has the modules of another one.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { build } from 'esbuild';
import { fileOf, partNames } from './parts.mjs';

/** The key of the modules in the exports of index.js: a function, for the other files of the package. */
export const MODULES = Symbol.for('express-returns.modules');

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/**
 * The values that modules take from modules of another file of dist: `{ name, file, values }` for each module that gives
 * some.
 */
export async function findShared() {
  const entryPoints = readdirSync('lib', { recursive: true })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('client'))
    .map((path) => `lib/${path.replaceAll('\\', '/')}`);
  // File by file: the imports that are left are those of values.
  const options = { bundle: false, write: false, format: 'esm', outbase: 'lib', outdir: '.' };
  const { outputFiles } = await build({ ...options, entryPoints });
  const found = new Map();
  for (const { path, text } of outputFiles) {
    const name = posix.relative(posix.resolve('.'), path.replaceAll('\\', '/')).replace(/\.js$/, '');
    for (const [, list, from] of text.matchAll(/^import \{([^}]+)\} from "(\.[^"]+)";$/gm)) {
      const given = posix.join(posix.dirname(name), from);
      if (fileOf(given) === fileOf(name)) continue;
      const values = found.get(given) ?? new Set();
      for (const value of list.split(',')) values.add(value.trim().split(' as ')[0]);
      found.set(given, values);
    }
  }
  return [...found].sort().map(([name, values]) => ({ name, file: fileOf(name), values: [...values].sort() }));
}

/** Imports of the values of modules, each under a name of its own. */
const importsOf = (modules) =>
  modules.map(({ name, values }, index) => {
    const list = values.map((value) => `${value} as m${index}_${value}`);
    return `import { ${list.join(', ')} } from './${name}';`;
  });
const valuesOf = ({ values }, index) => values.map((value) => `${value}: m${index}_${value}`).join(', ');

const isValue = (text) => text !== '' && !text.startsWith('type ');

/** What an entry exports: `{ name, value, module }` for each name. */
function exportsOf(entry) {
  const lists = readFileSync(`lib/${entry}.ts`, 'utf8').matchAll(/^export \{([^}]+)\} from '\.\/([^']+)';$/gm);
  return [...lists].flatMap(([, list, path]) => {
    const values = list.split(',').map((one) => one.trim());
    const module = posix.join(posix.dirname(entry), path);
    return values.filter(isValue).map((one) => {
      const [value, name = value] = one.split(' as ');
      return { name, value, module };
    });
  });
}

/**
 * The code from which the file of an entry is bundled. It sets `module.exports` once, where the bundler would define a
 * getter for each name; the function of a part is a function that reads the part.
 */
function entryCode(entry, file) {
  const given = exportsOf(entry);
  const own = given.filter(({ module }) => fileOf(module) === file);
  const imports = own.map(({ name, value, module }) => `import { ${value} as own_${name} } from './${module}';`);
  const members = given.map(({ name, value, module }) =>
    fileOf(module) === file
      ? `${name}: own_${name}`
      : `${name}: function ${name}(...given) { return part_${fileOf(module)}().${value}(...given); }`,
  );
  return `${imports.join('\n')}
module.exports = { ${members.join(', ')} };
Object.defineProperty(module.exports, '__esModule', { value: true });`;
}

/** The code of index.js: its exports, and a function that gives the other files its modules and the other parts. */
export function indexCode(shared) {
  const own = shared.filter(({ file }) => file === 'index');
  const table = [...own.map((module, index) => `'${module.name}': { ${valuesOf(module, index)} }`)];
  const parts = partNames.map((part) => `${part}: part_${part}`);
  const readers = partNames.map(
    (part) => `let ${part};\nfunction part_${part}() { return (${part} ??= openPart(require('./${part}.js'))); }`,
  );
  return `${entryCode('index', 'index')}
${importsOf(own).join('\n')}
let table;
function modules() { return (table ??= { ${[...table, ...parts].join(', ')} }); }
function openPart({ version, open }) {
  if (version === '${version}') return open(modules());
  throw new globalThis.Error(\`express-returns ${version} was replaced by \${version} while the app ran. Restart the app.\`);
}
${readers.join('\n')}
Object.defineProperty(module.exports, Symbol.for('${MODULES.description}'), { value: modules });`;
}

/**
 * The code of a part: a function that takes the modules of other files and gives the values that others take. V8 compiles
 * a function in parentheses at once, which takes half of the time.
 */
export function partCode(part, shared) {
  const own = shared.filter(({ file }) => file === part);
  const names = own.flatMap(({ values }) => values);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two modules of ${part}.js have the name ${twice} for other files.`);
  return {
    head: "(modules) => { 'use strict'; const given = {};",
    code: `${importsOf(own).join('\n')}\nObject.assign(given, { ${own.map(valuesOf).join(', ')} });`,
    foot: 'return given; }',
    wrap: (minified) => `module.exports={version:"${version}",open:(${minified.replace(/;$/, '')})};`,
  };
}

/** The code of testing.js. */
export const testingCode = {
  head: `'use strict'; const modules = require('./index.js')[Symbol.for('${MODULES.description}')]();`,
  code: entryCode('testing/index', 'testing'),
};

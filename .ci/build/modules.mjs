// The modules of lib, and the code by which a file of dist has the modules of another one.
import { readdirSync, readFileSync } from 'node:fs';
import { posix, relative } from 'node:path';
import { build } from 'esbuild';
import { checkLists, fileOf, partNames } from './parts.mjs';

/**
 * The key, on the response classes of index.js, of the function by which the other files of the package have its
 * values. Not in its exports: tests replace these by a mock, which has some of the classes.
 */
export const SHARED = Symbol.for('express-returns.shared');

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/**
 * The modules whose values are taken by modules of other files of dist: `{ name, file, values, variables }`. Variables
 * are the values that change.
 */
export async function findShared() {
  const entryPoints = readdirSync('lib', { recursive: true })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('client'))
    .map((path) => `lib/${path.replaceAll('\\', '/')}`);
  // File by file: the imports that are left are those of values.
  const options = { bundle: false, write: false, format: 'esm', outbase: 'lib', outdir: '.' };
  const { outputFiles } = await build({ ...options, entryPoints });
  const names = outputFiles.map(({ path }) => relative('.', path).replaceAll('\\', '/').replace(/\.js$/, ''));
  checkLists(names);
  const found = new Map();
  for (const [index, { text }] of outputFiles.entries()) {
    const name = names[index];
    for (const [, list, from] of text.matchAll(/^import \{([^}]+)\} from "(\.[^"]+)";$/gm)) {
      const given = posix.join(posix.dirname(name), from);
      if (fileOf(given) === fileOf(name)) continue;
      const values = found.get(given) ?? new Set();
      for (const value of list.split(',')) values.add(value.trim().split(' as ')[0]);
      found.set(given, values);
    }
  }
  const modules = [...found].sort().map(([name, given]) => {
    const { text } = outputFiles[names.indexOf(name)];
    const values = [...given].sort();
    const variables = values.filter((value) => new RegExp(`^let ${value}\\b`, 'm').test(text));
    return { name, file: fileOf(name), values, variables };
  });
  checkNames(modules);
  return modules;
}

/** The files share their values by name alone. */
function checkNames(modules) {
  const names = modules.flatMap(({ values }) => values);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new Error(`Two modules that other files of dist import from export ${twice}. Rename one.`);
}

/** Imports of all values of modules, and an object of these. */
function takeAll(modules) {
  const imports = modules.map(({ name, values }) => `import { ${values.join(', ')} } from './${name}';`);
  const members = modules.flatMap(({ values, variables }) =>
    values.map((value) => (variables.includes(value) ? `get ${value}() { return ${value}; }` : value)),
  );
  return { imports: imports.join('\n'), members: members.join(', ') };
}

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

/** The code of index.js: its exports, and a function that gives the other files its values and readers of the parts. */
export function indexCode(modules) {
  const { imports, members } = takeAll(modules.filter(({ file }) => file === 'index'));
  const readers = partNames.map(
    (part) => `let ${part};\nfunction part_${part}() { return (${part} ??= openPart(require('./${part}.js'))); }`,
  );
  return `${entryCode('index', 'index')}
${imports}
${readers.join('\n')}
let index_js;
function share_index() { return (index_js ??= { ${members}, ${partNames.map((part) => `part_${part}`).join(', ')} }); }
function openPart({ version, open }) {
  if (version === '${version}') return open(share_index());
  throw new globalThis.Error(\`express-returns ${version} was replaced by \${version} while the app ran. Restart the app.\`);
}
Object.defineProperty(own_Response, Symbol.for('${SHARED.description}'), { value: share_index });`;
}

/**
 * The code of a part: a function that takes the values of other files and gives its own. V8 compiles a function in
 * parentheses at once, which takes half of the time.
 */
export function partCode(part, modules) {
  const { imports, members } = takeAll(modules.filter(({ file }) => file === part));
  return {
    head: "(index_js) => { 'use strict'; let given;",
    code: `${imports}\ngiven = { ${members} };`,
    foot: 'return given; }',
    wrap: (minified) => `module.exports={version:"${version}",open:(${minified.replace(/;$/, '')})};`,
  };
}

/** The code of testing.js. */
export const testingCode = {
  head: `'use strict';
const index_js = sharedBy(require('./index.js'));
function sharedBy(given) {
  const shared = Symbol.for('${SHARED.description}');
  for (const value of Object.values(given)) if (typeof value?.[shared] === 'function') return value[shared]();
  throw new globalThis.Error("express-returns/testing needs the classes of express-returns, and a mock has none of them. Spread the actual module into the mock.");
}`,
  code: entryCode('testing/index', 'testing'),
};

// Finds the test files that never load Express, so that they need not run once for each major.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { builtinModules } = require('node:module');
const { dirname, join, resolve } = require('node:path');

const PACKAGES = [
  'fast-check',
  'typescript',
  'eslint',
  'eslint/config',
  'typescript-eslint',
  'mime/Mime',
  'mime/types/standard.js',
  'mime/types/other.js',
];

/**
 * The paths of the test files in a folder whose imports, followed through every file, reach only Node's modules and
 * PACKAGES. Anything else, and whatever cannot be followed, counts as Express: a mistake here runs a file once too often.
 */
function testsWithoutExpress(folder) {
  const answers = new Map();
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .filter((file) => isWithoutExpress(file, answers))
    .sort();
}

function isWithoutExpress(file, answers) {
  const known = answers.get(file);
  if (known !== undefined) return known;
  answers.set(file, false); // Files that import each other count as Express.
  const answer = existsSync(file) && areHarmless(importsOf(readFileSync(file, 'utf8')), file, answers);
  answers.set(file, answer);
  return answer;
}

function areHarmless(imports, file, answers) {
  return imports.every((name) => {
    if (name.startsWith('.')) return isWithoutExpress(`${resolve(dirname(file), name)}.ts`, answers);
    return name.startsWith('node:') ? builtinModules.includes(name.slice(5)) : PACKAGES.includes(name);
  });
}

/** What a source loads at run time; types are erased. */
function importsOf(source) {
  if (/\brequire\w*\(|\bimport\(|\brequireActual\b|\bisolateModules\b|\bjest\.mock\(/.test(source)) return ['unknown'];
  const statements = source.matchAll(/^(?:import|export)\b(?! type\b)(?:[^'";]*?\bfrom)? ?'([^']+)';/gm);
  return [...statements].map(([, name]) => name);
}

module.exports = { testsWithoutExpress, importsOf };

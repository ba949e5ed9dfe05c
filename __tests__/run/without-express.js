// Finds the test files that do not depend on Express, so that they need not run once for each major.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { builtinModules } = require('node:module');
const { dirname, join, relative, resolve } = require('node:path');

const PACKAGES = [
  ...['fast-check', 'typescript', 'esbuild', 'eslint', 'eslint/config', 'typescript-eslint'],
  ...['mime', 'mime/Mime', 'mime/types/standard.js', 'mime/types/other.js', '@hapi/boom', 'http-errors'],
  ...['zod', 'valibot', '@valibot/to-json-schema', 'arktype', 'joi', 'ajv', 'ajv/dist/2020', 'ajv-formats'],
  ...['@readme/openapi-parser', '@redocly/openapi-core', '@seriousme/openapi-schema-validator'],
];

const PACKAGE = 'express-returns';

// Folders of tests for values and protocol facts. A test there may import the package, whose other rooms load Express,
// as long as it does not load Express itself: without an app it sees nothing of it.
const VALUES = ['.', 'diagnostics', 'errors', 'http', 'responses', 'schema', 'types'];

// Independent of Express, though they cannot be followed: demo/api runs in a process of its own, which loads Express 5.
const ONCE = ['demo/api.test.ts', 'run/compiled.test.ts', 'run/storages.test.ts', 'run/without-express.test.ts'];

/**
 * The paths of the test files in a folder whose imports, followed through every file, reach only Node's modules,
 * PACKAGES and, in VALUES, the package itself. Anything else, and whatever cannot be followed, counts as Express: a
 * mistake here runs a file once too often.
 */
function testsWithoutExpress(folder) {
  const answers = { values: new Map([[PACKAGE, true]]), others: new Map() };
  return testsIn(folder)
    .filter((file) => {
      const name = relative(folder, file);
      const isOfValues = VALUES.includes(dirname(name));
      return ONCE.includes(name) || isWithoutExpress(file, isOfValues ? answers.values : answers.others);
    })
    .sort();
}

const testsIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
    .map((name) => join(folder, name));

const pathOf = (name, importer) => `${resolve(dirname(importer), name)}.ts`;

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
    if (name === PACKAGE) return answers.has(PACKAGE);
    if (name.startsWith('.')) return isWithoutExpress(pathOf(name, file), answers);
    return name.startsWith('node:') ? builtinModules.includes(name.slice(5)) : PACKAGES.includes(name);
  });
}

const UNKNOWN = 'unknown';

const HIDDEN = /\brequire(?!Outside\('[^']+'\))\w*\(|\bimport\(|\brequireActual\b|\bisolateModules\b|\bjest\.mock\(/;

/** The modules that a source loads at run time; types are erased. */
function importsOf(source) {
  if (HIDDEN.test(source)) return [UNKNOWN];
  const statements = source.matchAll(/^(?:import|export)\b(?! type\b)(?:[^'";]*?\bfrom)? ?'([^']+)';/gm);
  const outside = source.matchAll(/\brequireOutside\('([^']+)'\)/g);
  return [...statements, ...outside].map(([, name]) => name);
}

module.exports = { testsWithoutExpress, importsOf };

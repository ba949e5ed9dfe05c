// The imports of modules that another file of dist has: marked for the bundler, and then replaced in its output.
import { relative, resolve } from 'node:path';
import { fileOf } from './parts.mjs';

/** A plugin that marks the imports of modules of other files: `withOthers` knows them. */
export const markOthers = (file) => ({
  name: 'modules of other files',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const name = relative(resolve('lib'), resolve(resolveDir, path)).replaceAll('\\', '/');
      if (name.endsWith('.js')) return { path, external: true }; // A file of dist.
      return fileOf(name) === file ? undefined : { path: `${fileOf(name)}:${name}`, external: true };
    });
  },
});

/**
 * The code of a bundle of a file in which marked imports have become what they stand for. `variables` are the values
 * that change.
 */
export function withOthers(text, file, variables) {
  let code = text;
  for (const [declarator, variable, other] of text.matchAll(/\b(import_\w+) = require\("(\w+):\w+\/[^"]+"\)/g)) {
    if (other === 'index') code = withLocals(code, declarator, variables);
    else {
      const read = file === 'index' ? `part_${other}()` : `index_js.part_${other}()`;
      code = replaceUses(removeDeclarator(code, declarator), variable, (value) => `${read}.${value}`);
    }
  }
  return code;
}

/** The code of a bundle in which modules of Node are required once, not by each module: a call takes 10 µs. */
export function withOneRequire(text) {
  const first = new Map();
  let code = text;
  for (const [declarator, variable, name] of text.matchAll(/\b(import_\w+) = require\("([^"]+)"\)/g)) {
    if (!first.has(name)) first.set(name, variable);
    else code = removeDeclarator(code, declarator).replaceAll(new RegExp(`\\b${variable}\\b`, 'g'), first.get(name));
  }
  return code;
}

/**
 * Makes the values of a module of index.js variables, whose names are shorter than those of properties when minified.
 */
function withLocals(code, declarator, variables) {
  const [variable] = declarator.split(' ', 1);
  const values = new Set(Array.from(code.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g')), ([, value]) => value));
  const locals = [...values]
    .filter((value) => !variables.includes(value))
    .map((value) => `${value}: ${variable}_${value}`);
  const declared = code.replace(declarator, `{ ${locals.join(', ')} } = index_js`);
  return replaceUses(declared, variable, (value) =>
    variables.includes(value) ? `index_js.${value}` : `${variable}_${value}`,
  );
}

function removeDeclarator(code, declarator) {
  const escaped = declarator.replaceAll(/[()./]/g, '\\$&');
  return code.replace(new RegExp(`var ${escaped};\\n|(?<=var )${escaped}, |, ${escaped}`), '');
}

/** Replaces the values of a module. The bundler calls them as `(0, variable.value)()`, so that they have no `this`. */
function replaceUses(code, variable, expressionOf) {
  return code
    .replaceAll(new RegExp(`\\(0, ${variable}\\.(\\w+)\\)`, 'g'), (_, value) => expressionOf(value))
    .replaceAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'), (_, value) => `(${expressionOf(value)})`);
}

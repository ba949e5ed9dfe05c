// Compiled sources. Jest has each module compiled again for each test file, by vm.compileFunction. A Script is compiled
// once and gives a function to each realm, with whatever V8 has compiled of it since; that halves the time to load a file.
const vm = require('node:vm');

/**
 * vm.compileFunction with a memory: a source that comes again under the same name is not compiled again.
 * @param {typeof vm.compileFunction} compileFunction
 * @returns {typeof vm.compileFunction}
 */
function withCompiled(compileFunction, Script = vm.Script) {
  const compiled = new Map();
  return (code, parameters, options) => {
    const { filename, parsingContext } = options;
    const known = compiled.get(filename);
    if (known?.code === code) return known.script.runInContext(parsingContext);
    const script = scriptOf(code, parameters, filename, Script);
    if (script === undefined) return compileFunction(code, parameters, options);
    compiled.set(filename, { code, script });
    return script.runInContext(parsingContext);
  };
}

/** A script whose value is a function with this body, unless the body is none. */
function scriptOf(code, parameters, filename, Script) {
  const head = `(function (${parameters.join(', ')}) {`;
  try {
    return new Script(`${head}${code}\n})`, { filename, columnOffset: -head.length });
  } catch {
    return undefined; // compileFunction throws the error that Jest explains.
  }
}

module.exports = { withCompiled };

// V8's data of compiled sources. Jest compiles each module again for each test file, which was a third of the time to
// load one; a worker that has compiled a source once takes the data of it instead.

/**
 * vm.compileFunction with a memory: what it made of a source is used again for the same source under the same name.
 * @param {typeof import('node:vm').compileFunction} compileFunction
 * @returns {typeof import('node:vm').compileFunction}
 */
function withCompiled(compileFunction) {
  const compiled = new Map();
  return (code, parameters, options) => {
    const known = compiled.get(options.filename);
    if (known?.code === code) return compileFunction(code, parameters, { ...options, cachedData: known.cachedData });
    const made = compileFunction(code, parameters, { ...options, produceCachedData: true });
    // A copy: the array that V8 gives is one of the test file's realm, and would keep all of that in memory.
    compiled.set(options.filename, { code, cachedData: Buffer.from(made.cachedData) });
    return made;
  };
}

module.exports = { withCompiled };

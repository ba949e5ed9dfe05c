// Jest's environment for Node, with a cache of compiled modules. Jest compiles each module again for each test file,
// which was a third of the time to load one; a worker that has compiled a source once takes V8's data of it instead.
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { compileFunction } = vm;
const compiled = new Map();

/** vm.compileFunction, which Jest calls for each module, with the data of the same source under the same name. */
vm.compileFunction = (code, parameters, options) => {
  const known = compiled.get(options.filename);
  if (known?.code === code) return compileFunction(code, parameters, { ...options, cachedData: known.cachedData });
  const made = compileFunction(code, parameters, { ...options, produceCachedData: true });
  compiled.set(options.filename, { code, cachedData: made.cachedData });
  return made;
};

/** Adds `requireOutside(name)`, for packages that load parts of themselves by import(): modules inside Jest cannot. */
class Environment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.requireOutside = require;
  }
}

module.exports = Environment;

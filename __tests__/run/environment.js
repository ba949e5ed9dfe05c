// Jest's environment for Node, with a memory of compiled modules, which Jest compiles by vm.compileFunction.
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { withCompiled } = require('./compiled');

vm.compileFunction = withCompiled(vm.compileFunction);

/** Adds `requireOutside(name)`, for packages that load parts of themselves by import() or in threads. */
class Environment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.requireOutside = require;
  }
}

module.exports = Environment;

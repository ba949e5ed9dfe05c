// Jest's environment for Node, where a worker that runs many files spends less time on each.
const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { withCompiled } = require('./compiled');
const { trackStorages } = require('./storages');

vm.compileFunction = withCompiled(vm.compileFunction);
const disableStorages = trackStorages(AsyncLocalStorage.prototype);

/** Adds `requireOutside(name)`, for packages that load parts of themselves by import() or in threads. */
class Environment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.requireOutside = require;
  }

  async teardown() {
    await super.teardown();
    disableStorages();
  }
}

module.exports = Environment;

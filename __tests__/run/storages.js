// On Node 20, each new promise costs time for every AsyncLocalStorage that has been used and not disabled. Jest makes
// one for each test file and disables none, so that a worker would become slower from file to file.

/**
 * Notes the storages that are used from now on.
 * @param {import('node:async_hooks').AsyncLocalStorage<unknown>} prototype
 * @returns {() => void} Disables those used since the last call; they work again once they are used again.
 */
function trackStorages(prototype) {
  const used = new Set();
  for (const name of ['run', 'enterWith']) {
    const method = prototype[name];
    prototype[name] = function (...args) {
      used.add(this);
      return method.apply(this, args);
    };
  }
  return () => {
    for (const storage of used) storage.disable();
    used.clear();
  };
}

module.exports = { trackStorages };

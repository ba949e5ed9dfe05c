// Preloaded with --require for the run on Express 4: every package, the library too, then gets Express 4 by its own
// name, in a folder called `express`, as tracers that hook into `require` expect. An alias would have another name.
const Module = require('node:module');
const { join } = require('node:path');

const there = new Module(join(__dirname, 'express-4', 'any.js'));
there.paths = Module._nodeModulePaths(join(__dirname, 'express-4'));
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function (request, parent, ...rest) {
  const isExpress = request === 'express' || request.startsWith('express/');
  return resolveFilename.call(this, request, isExpress ? there : parent, ...rest);
};

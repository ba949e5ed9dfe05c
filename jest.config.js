// One run covers both Express majors: a test file runs twice, with `express` as 5 and as 4. One that does not
// depend on Express runs with the first only, unless `EVERY_FILE=1` asks for a whole suite on Express 4 alone.
const { join } = require('node:path');
const { testsWithoutExpress } = require('./__tests__/run/without-express');

const shared = {
  testEnvironment: '<rootDir>/__tests__/run/environment.js',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/__tests__/compatibility/'], // Packages of its own, and its own run.
  transform: { '\\.ts$|/node_modules/(arktype|arkregex|@ark)/.*\\.js$': '<rootDir>/__tests__/run/transform.js' },
  transformIgnorePatterns: ['/node_modules/(?!(arktype|arkregex|@ark)/)'], // ES modules only.
};

// `PACKAGE=dist` tests the files that are published.
const isBuilt = process.env.PACKAGE === 'dist';

const entries = {
  '^express-returns$': isBuilt ? '<rootDir>/dist/index.js' : '<rootDir>/lib/index.ts',
  '^express-returns/testing$': isBuilt ? '<rootDir>/dist/testing.js' : '<rootDir>/lib/testing/index.ts',
  '^express-returns/client$': '<rootDir>/lib/client/index.ts',
};

// `RUNTIME=package` leaves out the tests of types, docs and scripts, which have nothing of the published files;
// `RUNTIME=node` those of values, too, which are the same on every Node.
const texts = ['types/', 'run/', 'demo/', '(architecture|docs|docs-options|readme|names|linting)\\.test\\.ts$'];
const values = ['diagnostics/', 'errors/', 'openapi/', 'paths/', 'responses/', 'schema/'];
const left = { package: texts, node: [...texts, ...values] }[process.env.RUNTIME] ?? [];
const ignored = ['/node_modules/', ...left.map((path) => `/__tests__/${path}`)];

const once = process.env.EVERY_FILE === '1' ? [] : testsWithoutExpress(join(__dirname, '__tests__'));

module.exports = {
  testTimeout: 30_000, // Some tests start a process; a busy machine is no failure.
  maxWorkers: '100%', // Jest's own choice leaves one processor idle, which of two is half the machine.
  projects: [
    { ...shared, displayName: 'express5', testPathIgnorePatterns: ignored, moduleNameMapper: entries },
    {
      ...shared,
      displayName: 'express4',
      testPathIgnorePatterns: [...ignored, ...once.map((path) => `^${path.replace(/[^\w/]/g, '\\$&')}$`)],
      moduleNameMapper: { ...entries, '^express$': 'express4' },
    },
  ],
};

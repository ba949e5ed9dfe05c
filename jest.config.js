// One run covers both Express majors: every test file runs twice, with `express` as 5 and as 4.
const shared = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/__tests__/compatibility/'], // Packages of its own, and its own run.
  transform: { '\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
};

module.exports = {
  testTimeout: 30_000, // Some tests start a process; a busy machine is no failure.
  maxWorkers: '100%', // Jest's own choice leaves one processor idle, which of two is half the machine.
  projects: [
    { ...shared, displayName: 'express5', moduleNameMapper: { '^express-returns$': '<rootDir>/lib/index.ts' } },
    {
      ...shared,
      displayName: 'express4',
      moduleNameMapper: { '^express-returns$': '<rootDir>/lib/index.ts', '^express$': 'express4' },
    },
  ],
};

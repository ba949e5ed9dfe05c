// Import this first: PGlite is loaded outside of Jest, since it loads parts of itself by import().
jest.mock('@electric-sql/pglite', () => {
  // To improve its code would take longer than the queries of a test.
  const v8 = requireOutside('node:v8') as { setFlagsFromString: (flag: string) => void };
  v8.setFlagsFromString('--liftoff-only');
  return requireOutside('@electric-sql/pglite');
});

declare global {
  /** From run/environment.js. */
  function requireOutside(name: string): unknown;
}

export {};

// Import this first: PGlite is loaded outside of Jest, since it loads parts of itself by import().
jest.mock('@electric-sql/pglite', () => requireOutside('@electric-sql/pglite'));

declare global {
  /** From run/environment.js. */
  function requireOutside(name: string): unknown;
}

export {};

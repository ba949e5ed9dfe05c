/** The names of Vitest that the docs use: those of Jest. */
declare module 'vitest' {
  export const expect: jest.Expect;
  export const it: jest.It;
}

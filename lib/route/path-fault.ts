/** The type of a path; for a wrong literal a message, which the compiler shows instead of "not assignable". */
export type CheckedPath<Path> = Path extends `${infer First}${string}`
  ? string extends First
    ? Path
    : First extends Beginning
      ? Path
      : `every path begins with a slash: write '/${Path}'`
  : Path;

// The valid beginnings: a slash, or a wildcard or group of Express 4 or 5.
type Beginning = '/' | '*' | '(' | '{';

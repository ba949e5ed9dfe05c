/** A path, or what is wrong with it, as far as it is a literal: the compiler shows it in place of "not assignable". */
export type CheckedPath<Path> = Path extends `${infer First}${string}`
  ? string extends First
    ? Path
    : First extends Beginning
      ? Path
      : `every path begins with a slash: write '/${Path}'`
  : Path;

// What a path may begin with: a slash, or a wildcard or a group, in one grammar or the other.
type Beginning = '/' | '*' | '(' | '{';

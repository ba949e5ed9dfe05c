/** The paths of the test files in a folder that never load Express. */
export function testsWithoutExpress(folder: string): string[];
/** The names of the modules that a source loads at run time. */
export function importsOf(source: string): string[];

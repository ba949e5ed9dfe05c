import { join } from 'node:path';
import ts from 'typescript';

export const ROOT = join(__dirname, '../..');

/** What the options of the project demand of style, and examples need not have. */
export const UNCHECKED = {
  noUnusedLocals: false,
  noUnusedParameters: false,
  noImplicitReturns: false,
  noPropertyAccessFromIndexSignature: false,
};

/** The project's own options, but for those that are about style. */
export function projectOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  // Without the files of the project, which would be looked for in every folder.
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  return { ...options, ...UNCHECKED };
}

/** The file name of a source by its name. */
export const fileOfSource = (name: string): string => `${name.replaceAll('/', ' ')}.ts`;

/** The path of a source by its name, in the root of the project, so that it imports what a test imports. */
export function pathOfSource(name: string): string {
  return join(ROOT, fileOfSource(name));
}

/** Declares what no source imports and lib needs. */
export const AMBIENT = join(ROOT, 'lib/http/mime.d.ts');

/** The docs import Vitest, which is not installed. */
export const VITEST = join(ROOT, '__tests__/helpers/vitest.d.ts');

/**
 * One program for sources by their names: to read the declarations of Node and Express takes most of the time.
 */
export function programOf(sources: ReadonlyMap<string, string>, more: ts.CompilerOptions = {}): ts.Program {
  const options = { ...projectOptions(), ...more };
  const files = new Map([...sources].map(([name, code]) => [pathOfSource(name), `${code}\nexport {};\n`]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  return ts.createProgram([...files.keys(), AMBIENT, VITEST], options, host);
}

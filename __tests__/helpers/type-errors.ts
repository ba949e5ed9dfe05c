import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');

/**
 * The messages of the type checker for sources by their names, by the project's own options but for those that are
 * about style. One program for all of them: to read the declarations of Node and Express takes most of the time.
 */
export function typeErrors(sources: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const files = new Map(
    [...sources].map(([name, code]) => [join(ROOT, `${name.replaceAll('/', ' ')}.ts`), `${code}\nexport {};\n`]),
  );
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  const program = ts.createProgram(
    [...files.keys(), join(ROOT, 'lib/http/mime.d.ts')],
    {
      ...options,
      noUnusedLocals: false,
      noUnusedParameters: false,
      noImplicitReturns: false,
      noPropertyAccessFromIndexSignature: false,
    },
    host,
  );
  const checked = program.getSourceFiles().filter(({ fileName }) => files.has(fileName));
  if (checked.length !== sources.size) throw new Error('The program has not read every source.');
  return [
    ...program.getOptionsDiagnostics(),
    ...checked.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ].map(
    ({ file, start, messageText }) =>
      `${file?.fileName.replace(`${ROOT}/`, '')} at ${JSON.stringify(file?.text.slice(start).split('\n')[0])}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
  );
}

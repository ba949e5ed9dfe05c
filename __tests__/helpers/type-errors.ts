import ts from 'typescript';
import { pathOfSource, programOf, ROOT } from './program';

/** The messages of the type checker for sources by their names. */
export function typeErrors(sources: ReadonlyMap<string, string>): string[] {
  const program = programOf(sources);
  const paths = new Set([...sources.keys()].map(pathOfSource));
  const checked = program.getSourceFiles().filter(({ fileName }) => paths.has(fileName));
  if (checked.length !== sources.size) throw new Error('The program has not read every source.');
  return [
    ...program.getOptionsDiagnostics(),
    ...checked.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ].map(describeError);
}

/** The file of an error, the rest of its line, and the message. */
export function describeError({ file, start, messageText }: ts.Diagnostic): string {
  const place = `${file?.fileName.replace(`${ROOT}/`, '')} at ${JSON.stringify(file?.text.slice(start).split('\n')[0])}`;
  return `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}

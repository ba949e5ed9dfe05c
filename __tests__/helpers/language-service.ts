import ts from 'typescript';
import { AMBIENT, pathOfSource, projectOptions, ROOT } from './program';

/** What an editor shows at the places of sources. A place is marked by `|` in the source. */
export class Editor {
  readonly #service: ts.LanguageService;

  /** One program for all sources, by their names: to read the declarations of Node and Express takes most of the time. */
  constructor(sources: ReadonlyMap<string, string>) {
    const files = new Map([...sources].map(([name, code]) => [pathOfSource(name), `${code}\nexport {};\n`]));
    const options = { ...projectOptions(), types: ['node'] }; // Without those of Jest, a third of all files.
    const read = (path: string): string | undefined => files.get(path) ?? ts.sys.readFile(path);
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => [...files.keys(), AMBIENT],
      getScriptVersion: () => '1',
      // Nothing changes: without it, each question would compare every file.
      getProjectVersion: () => '1',
      getScriptSnapshot: (path) => {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => ROOT,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      readFile: read,
      fileExists: (path) => files.has(path) || ts.sys.fileExists(path),
    });
  }

  /** The messages of the type checker for a source. */
  errors(source: string): string[] {
    const path = pathOfSource(source);
    return [...this.#service.getSyntacticDiagnostics(path), ...this.#service.getSemanticDiagnostics(path)].map(
      describeError,
    );
  }

  /** The description of the name at an offset, without its tags. */
  description(source: string, offset: number): string {
    const info = this.#service.getQuickInfoAtPosition(pathOfSource(source), offset);
    return ts.displayPartsToString(info?.documentation);
  }

  /** The names that may come at an offset, those of the editor's own first guess left out. */
  completions(source: string, offset: number): string[] {
    const info = this.#service.getCompletionsAtPosition(pathOfSource(source), offset, undefined);
    return info?.entries.map(({ name }) => name) ?? [];
  }
}

/** The file of an error, the rest of its line, and the message. */
function describeError({ file, start, messageText }: ts.Diagnostic): string {
  const place = `${file?.fileName.replace(`${ROOT}/`, '')} at ${JSON.stringify(file?.text.slice(start).split('\n')[0])}`;
  return `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}

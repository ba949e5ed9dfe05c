import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const LIB = join(__dirname, '../lib');

// From the ground up: a folder imports from those before it and from itself.
const LAYERS = [
  ...['diagnostics', 'http', 'streams', 'paths', 'responses', 'errors', 'writers', 'handlers', 'routing', 'server'],
  'testing',
  'index.ts',
];

// Values and protocol facts: no I/O. `node:http` for what Node knows of header names, never for a server.
const PURE = ['diagnostics', 'http', 'streams', 'responses', 'errors'];
const HARMLESS = [
  'node:util',
  'node:diagnostics_channel',
  'node:path',
  'node:stream',
  'node:timers',
  'node:http',
  'mime/Mime',
  'mime/types/standard.js',
  'mime/types/other.js',
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
);
const imports = files.flatMap(importsOf);
const inside = imports.filter(({ to }) => files.includes(to));

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(LIB, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: Import[] = [];
  source.forEachChild((node) => {
    if (!(ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) || !node.moduleSpecifier) return;
    const name = (node.moduleSpecifier as ts.StringLiteral).text;
    const to = name.startsWith('.') ? `${relative(LIB, resolve(LIB, dirname(file), name))}.ts` : name;
    const isType = ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    found.push({ from: file, to, isType });
  });
  return found;
}

function functionsOf(file: string): ts.SignatureDeclaration[] {
  const source = ts.createSourceFile(file, readFileSync(join(LIB, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: ts.SignatureDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) found.push(node);
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

const layerOf = (file: string): number => LAYERS.indexOf(file.split('/')[0] ?? '');

describe('the architecture', () => {
  it('has a place for every file', () => {
    expect(files.filter((file) => layerOf(file) === -1)).toEqual([]);
    expect(inside.length).toBeGreaterThan(50);
  });

  it('has imports that go down only, type imports included', () => {
    expect(inside.filter(({ from, to }) => layerOf(to) > layerOf(from))).toEqual([]);
  });

  it('has no circle of imports, type imports included', () => {
    const open = new Set<string>();
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (open.has(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '));
      if (open.has(file) || done.has(file)) return;
      open.add(file);
      for (const { to } of inside.filter(({ from }) => from === file)) visit(to, [...path, file]);
      open.delete(file);
      done.add(file);
    };
    for (const file of files) visit(file, []);

    expect(circles).toEqual([]);
  });

  it('has values that do no I/O and need no Express at run time', () => {
    const outside = imports.filter(
      ({ from, to, isType }) => PURE.includes(from.split('/')[0] ?? '') && !files.includes(to) && !isType,
    );

    expect(outside.filter(({ to }) => !HARMLESS.includes(to))).toEqual([]);
  });

  it('has files of one idea: at most 250 lines', () => {
    const long = files.filter((file) => readFileSync(join(LIB, file), 'utf8').split('\n').length > 250);

    expect(long).toEqual([]);
  });

  it('has no function of more than four parameters', () => {
    const wide = files.flatMap((file) =>
      functionsOf(file)
        .filter(({ parameters }) => parameters.length > 4)
        .map(({ name }) => `${file}: ${name?.getText() ?? 'anonymous'}`),
    );

    expect(wide).toEqual([]);
  });

  // build.mjs puts its own call in the place of this text.
  it('has no text that looks like the import of a module', () => {
    expect(files.filter((file) => /require\(["'`]\./.test(readFileSync(join(LIB, file), 'utf8')))).toEqual([]);
  });

  it('exports no default and runs nothing when imported', () => {
    expect(
      files.filter((file) => /^export default|^console\.|^process\./m.test(readFileSync(join(LIB, file), 'utf8'))),
    ).toEqual([]);
  });
});

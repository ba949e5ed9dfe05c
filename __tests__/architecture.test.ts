import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const LIB = join(__dirname, '../lib');

// From the ground up: a folder imports from those before it and from itself.
const LAYERS = [
  ...['diagnostics', 'http', 'schema', 'streams', 'paths', 'responses', 'errors', 'writers', 'handlers'],
  ...['validation', 'route', 'mounting', 'routing', 'openapi', 'server', 'client', 'testing'],
  'index.ts',
];

// Values and protocol facts: no I/O. `node:http` for what Node knows of header names, never for a server.
const PURE = ['diagnostics', 'http', 'schema', 'streams', 'responses', 'errors'];
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

const RIDDLES =
  /^\/\*\* (?:What|As|By|That|Those|Until)\b|\b(?:is told|is said|for who|whoever|belongs into|lets? go of|nobody|in place of)\b/gi;

// Files without a test of their own name, with the test that covers them. `TYPES` are checked by the compiler only.
const TYPES = 'types';
const TESTED_BY: Readonly<Record<string, string>> = {
  'streams/hold': 'streams/reader',
  'streams/source-reader': 'streams/source',
  'streams/source-types': TYPES,
  'streams/source-base': 'streams/source',
  'streams/broadcast': 'streams/channel',
  'streams/encoding': 'streams/channel',
  'streams/feed': 'streams/channel',
  'streams/subscription': 'streams/channel',
  'index': 'docs',
  'diagnostics/channels': 'handlers/hooks',
  'client/client-types': TYPES,
  'client/index': 'client/client',
  'client/make-request': 'client/client',
  'client/read-events': 'client/streams',
  'client/read-lines': 'client/streams',
  'client/read-reply': 'client/client',
  'client/text-of': 'client/fill-path',
  'client/unexpected-reply': 'client/client',
  'errors/message-data': 'types/editor',
  'route/endpoints': TYPES,
  'schema/joi-nulls': 'schema/json-schema',
  'routing/routes-class': 'routing/routes',
  'mounting/express-layer': 'mounting/own-function',
  'handlers/call-next': 'writers/test-double',
  'handlers/callable': 'types/editor',
  'handlers/check-function': 'route/route',
  'handlers/check-returns': 'route/description',
  'handlers/description': TYPES,
  'handlers/handler-fault': 'types/editor',
  'handlers/merge-settings': 'routing/group',
  'handlers/returned': TYPES,
  'handlers/read-parameters': 'handlers/parameters',
  'handlers/reported-error': 'handlers/error-handler',
  'handlers/tokens': 'handlers/parameters',
  'handlers/settings': TYPES,
  'handlers/types': TYPES,
  'handlers/uses-arguments': 'handlers/parameters',
  'handlers/with-name': 'handlers/returns',
  'http/field-value': 'http/headers',
  'http/header-name': TYPES,
  'openapi/copy-schema': 'openapi/components',
  'openapi/declared-replies': 'openapi/document',
  'openapi/escape-html': 'openapi/docs',
  'openapi/plain-page': 'openapi/docs',
  'openapi/swagger-page': 'openapi/docs',
  'openapi/error-bodies': 'openapi/document',
  'openapi/implied-replies': 'openapi/document',
  'openapi/info': 'openapi/document',
  'openapi/object-fields': 'openapi/document',
  'openapi/operation': 'openapi/document',
  'openapi/operation-ids': 'openapi/document',
  'openapi/parameters': 'openapi/document',
  'openapi/path-items': 'openapi/document',
  'openapi/path-templates': 'openapi/document',
  'openapi/reply': 'openapi/document',
  'openapi/request-body': 'openapi/document',
  'openapi/schema-documents': 'openapi/components',
  'openapi/schemas': 'openapi/components',
  'openapi/stream-schemas': 'openapi/document',
  'openapi/types': TYPES,
  'paths/converters': 'paths/typed-variables',
  'paths/fill-path': 'paths/grammar',
  'paths/part': 'paths/grammar',
  'paths/syntax-4': 'paths/grammar',
  'paths/syntax-5': 'paths/grammar',
  'responses/check-body': 'responses/contract',
  'responses/construct': 'types/editor',
  'responses/cookie-options': 'responses/cookie',
  'responses/file-init': 'responses/file',
  'responses/declared-event': TYPES,
  'responses/init-headers': 'responses/init',
  'responses/json-fault': 'types/editor',
  'responses/reply': TYPES,
  'responses/with-body': 'validation/outgoing',
  'responses/with-data': 'responses/success',
  'routing/adopted-layer': 'routing/adopt',
  'mounting/define-method': 'routing/adopt',
  'route/define-loose-route': 'routing/routes',
  'route/define-route': 'routing/routes',
  'route/define-route-of': 'routing/routes',
  'route/described': TYPES,
  'route/endpoint': TYPES,
  'mounting/inner-router': 'mounting/indexed-router',
  'mounting/mountable': TYPES,
  'mounting/mounted-description': 'route/description',
  'mounting/outgoing-steps': 'validation/outgoing',
  'mounting/mounted': 'openapi/document',
  'route/path-fault': 'types/editor',
  'routing/route-list': 'routing/routes',
  'routing/routes-options': 'routing/routes',
  'route/schema-remedy': 'route/description',
  'mounting/scope-layers': 'route/scope',
  'schema/read-date': 'schema/convert-json',
  'schema/read-bigint': 'schema/convert-json',
  'schema/own-properties': 'schema/convert-text',
  'schema/read-shape': 'schema/convert-text',
  'schema/constants': 'schema/strip',
  'schema/cutters': 'schema/strip',
  'schema/kinds': 'schema/strip',
  'schema/members': 'schema/strip',
  'schema/partial-copy': 'schema/strip',
  'server/close-gently': 'server/shutdown',
  'testing/contract/ask-operation': 'testing/contract',
  'testing/contract/check-reply': 'testing/contract',
  'testing/contract/check-stream': 'testing/contract',
  'testing/contract/conversation': 'testing/contract',
  'testing/contract/generate-scalar': 'testing/contract/generate',
  'testing/contract/invalid': 'testing/contract',
  'testing/contract/operations': 'testing/contract',
  'testing/contract/options': 'testing/contract',
  'testing/contract/random': 'testing/contract/generate',
  'testing/contract/read-reply': 'testing/contract',
  'testing/contract/sample': 'testing/contract',
  'testing/contract/schema-check': 'testing/contract',
  'testing/contract/write-request': 'testing/contract',
  'testing/exchange': 'testing/fetch-of',
  'testing/index': 'docs',
  'testing/redirect': 'testing/fetch-of',
  'testing/socket-pair': 'testing/fetch-of',
  'testing/web-reply': 'testing/fetch-of',
  'validation/check-input': 'validation/input',
  'validation/file-check': 'validation/files',
  'validation/multer': 'validation/files',
  'validation/parts': 'validation/input',
  'validation/refusal': 'validation/body',
  'streams/map-items': 'validation/outgoing',
  'validation/check-reply': 'validation/outgoing',
  'validation/declared-replies': 'validation/outgoing',
  'validation/reply-body': 'validation/outgoing',
  'writers/exchange': TYPES,
  'writers/feeds': 'server/shutdown',
  'writers/files/file-reply': 'writers/files/file',
  'writers/files/open-file': 'writers/files/file-source',
  'writers/intercept': 'writers/view',
  'writers/late': 'handlers/head-sent',
  'writers/parts': 'writers/files/file-source',
  'writers/promised-length': 'writers/stream',
  'writers/taken': 'testing/respond',
  'writers/render': 'writers/final-response',
  'writers/reply-to-error': 'writers/error-format',
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const textOf = (file: string): string => readFileSync(join(LIB, file), 'utf8');
const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
);
const imports = files.flatMap(importsOf);
const inside = imports.filter(({ to }) => files.includes(to));

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest);
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
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const found: ts.SignatureDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) found.push(node);
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

/** The functions of lib that a rule does not allow, by file and name. */
function functionsThat(breakRule: (one: ts.SignatureDeclaration) => boolean): string[] {
  return files.flatMap((file) =>
    functionsOf(file)
      .filter(breakRule)
      .map(({ name }) => `${file}: ${name?.getText() ?? 'anonymous'}`),
  );
}

/** All comments of a file, each as one line of words. */
function commentsOf(file: string): string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, textOf(file));
  const found: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const isComment = kind === ts.SyntaxKind.MultiLineCommentTrivia || kind === ts.SyntaxKind.SingleLineCommentTrivia;
    if (isComment) found.push(scanner.getTokenText().replace(/\s+(?:\* )?/g, ' '));
  }
  return found;
}

/** The circles among imports, each with its files in their order. */
function circlesOf(among: readonly Pick<Import, 'from' | 'to'>[]): string[] {
  const open = new Set<string>();
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (open.has(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '));
    if (open.has(file) || done.has(file)) return;
    open.add(file);
    for (const { to } of among.filter(({ from }) => from === file)) visit(to, [...path, file]);
    open.delete(file);
    done.add(file);
  };
  for (const { from } of among) visit(from, []);
  return circles;
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

  it('has a client without values and types of the server, but those of its endpoints', () => {
    const outside = imports.filter(({ from, to }) => from.startsWith('client/') && !to.startsWith('client/'));

    expect(outside.map(({ to, isType }) => [to, isType])).toEqual([['route/endpoint.ts', true]]);
    expect(inside.filter(({ from, to }) => to.startsWith('client/') && !from.startsWith('client/'))).toEqual([]);
  });

  it('has no circle of imports, type imports included', () => {
    expect(circlesOf(inside)).toEqual([]);
  });

  it('has no circle of a folder inside a room with the files beside it', () => {
    const folderOf = (file: string): string => (file.split('/').length > 2 ? dirname(file) : file);
    const between = inside.map(({ from, to }) => ({ from: folderOf(from), to: folderOf(to) }));

    expect(circlesOf(between.filter(({ from, to }) => from !== to))).toEqual([]);
  });

  it('has values that do no I/O and need no Express at run time', () => {
    const outside = imports.filter(
      ({ from, to, isType }) => PURE.includes(from.split('/')[0] ?? '') && !files.includes(to) && !isType,
    );

    expect(outside.filter(({ to }) => !HARMLESS.includes(to))).toEqual([]);
  });

  it('has files of one idea: at most 250 lines', () => {
    const long = files.filter((file) => textOf(file).split('\n').length > 250);

    expect(long).toEqual([]);
  });

  it('has no function of more than four parameters', () => {
    expect(functionsThat(({ parameters }) => parameters.length > 4)).toEqual([]);
  });

  it('has no function of more than 50 lines', () => {
    const linesOf = (node: ts.Node): number => node.getText().split('\n').length;

    expect(functionsThat((node) => linesOf(node) > 50)).toEqual([]);
  });

  it('has a test for each file', () => {
    const isTest = (name: string): boolean => existsSync(join(__dirname, `${name}.test.ts`));
    const untested = files.map((file) => file.slice(0, -3)).filter((name) => !isTest(name) && !(name in TESTED_BY));

    expect(untested).toEqual([]);
    expect(Object.keys(TESTED_BY).filter((name) => isTest(name) || !files.includes(`${name}.ts`))).toEqual([]);
    expect(Object.values(TESTED_BY).filter((name) => !isTest(name) && name !== TYPES)).toEqual([]);
  });

  it('has comment lines of at most 120 characters, as the code', () => {
    const long = files.flatMap((file) =>
      textOf(file)
        .split('\n')
        .filter((line) => line.length > 120 && /^\s*(?:\/\/|\/?\*)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );

    expect(long).toEqual([]);
  });

  it('has comments in plain words', () => {
    const broken = files.flatMap((file) =>
      commentsOf(file).flatMap((comment) => (comment.match(RIDDLES) ?? []).map((found) => `${file}: ${found}`)),
    );

    expect(broken).toEqual([]);
  });

  it('exports no default and runs nothing when imported', () => {
    expect(files.filter((file) => /^export default|^console\.|^process\./m.test(textOf(file)))).toEqual([]);
  });
});

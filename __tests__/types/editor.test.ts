import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Editor } from '../helpers/language-service';
import { ROOT } from '../helpers/program';
import { mistaken, MISTAKES } from './mistakes';

const index = readFileSync(join(ROOT, 'lib/index.ts'), 'utf8');

/** The names of an `export { ... }` or `export type { ... }` of lib/index.ts. */
const exported = (pattern: RegExp): string[] =>
  [...index.matchAll(pattern)].flatMap(([, list = '']) =>
    list.split(',').flatMap((name) => name.trim().split(' as ').at(-1) || []),
  );

const VALUES = exported(/^export \{([^}]*)\}/gm);
const TYPES = exported(/^export type \{([^}]*)\}/gm);
const CLASSES = VALUES.filter((name) => /^[A-Z]/.test(name) && name !== 'Status');
const ROUTES = 'get post put patch delete head options all route use extend group list url router mount'.split(' ');
const RESPONSE = 'body status headers cookies flush compress after with text json bytes render'.split(' ');
const INIT = ['after', 'compress', 'contentType', 'cookies', 'download', 'flush', 'headers', 'status'];

// What may follow the path: one of each signature.
const CALLS = [
  '',
  ', { name: "a" }',
  ', () => 1',
  ', notFound(), () => 1',
  ', { name: "a" }, notFound(), () => 1',
  ', (req: Request<object, object, object, { page: string }>) => req.query.page',
];

// Where an editor describes a name: the source with the place marked by |.
const HOVERED: readonly string[] = [
  ...VALUES.map((name) => `|${name};`),
  ...TYPES.map((name) => `import type { |${name} } from 'express-returns';`),
  ...CLASSES.map((name) => `new |${name}(...([] as never));`),
  ...ROUTES.map((name) => `new Routes().|${name};`),
  ...CALLS.flatMap((rest) => [`new Routes().|get('/a'${rest});`, `new Routes().|route('/a', ['GET']${rest});`]),
  'new |JSON(1);',
  'new |JSON(1, { status: 201 });',
  "new |Route('/a', ['GET'], () => 1);",
  'new |Routes({ converters: {} });',
  ...RESPONSE.map((name) => `new Text('').|${name};`),
  'new ErrorList().|error;',
  'new ErrorList().|get;',
];

// Where an editor completes, and what it must offer.
const COMPLETED: Readonly<Record<string, readonly string[]>> = {
  'new JSON(1, { status: Status.| });': ['CREATED', 'NOT_FOUND'],
  'new JSON(1, { headers: { | } });': ['"Cache-Control"', 'ETag'],
  "new JSON(1, { headers: { '|': '' } });": ['Cache-Control', 'ETag'],
  "new JSON(1, { status: 201, headers: { '|': '' } });": ['Cache-Control', 'ETag'],
  "new JSON(1).with({ headers: { '|': null } });": ['Cache-Control', 'ETag'],
  'new JSON(1, { | });': INIT,
  "new Text('', { status: 404, | });": INIT.filter((key) => key !== 'status'),
  "new File('a', { | });": [...INIT, 'fallback', 'maxAge', 'root'],
  "new Redirect('/', { | });": ['permanent', 'preserveMethod', 'status'],
  'new Text("").with({ | });': INIT,
  'new Negotiated({ | });': ['"text/html"', 'html', 'json', 'default'],
  "new Negotiated({ '|': () => new Text('') });": ['application/json', 'csv'],
  "new ErrorList(new ErrorCode(1101, 'a', 400)).error(|);": ['1101'],
  "new ErrorList(new ErrorCode('invalid_client', 'a', 401)).error('|');": ['invalid_client'],
  "new Routes().route('/a', ['|'], () => 1);": ['GET', 'POST'],
  'new Routes().router({ | });': ['errors', 'mediaRoot', 'timeout'],
};

const marked = [...HOVERED, ...Object.keys(COMPLETED)];
const imports = `import type { Request } from 'express';\nimport { ${VALUES.join(', ')} } from 'express-returns';\n`;
const sourceOf = (code: string): string => imports + code.replace('|', '');
const placeOf = (code: string): number => imports.length + code.indexOf('|');

// One program for all: to read the declarations of Node and Express takes most of the time.
const editor = new Editor(
  new Map([...marked.map((code, at) => [`editor ${at}`, sourceOf(code)] as const), ...mistaken]),
);
const nameOf = (code: string): string => `editor ${marked.indexOf(code)}`;

describe('an editor', () => {
  it('knows every name', () => {
    expect(CLASSES.length).toBeGreaterThan(20);
    expect(TYPES.length).toBeGreaterThan(50);
  });

  it.each(HOVERED)('describes %s', (code) => {
    expect(editor.description(nameOf(code), placeOf(code))).toMatch(/\w{3}/);
  });

  it.each(Object.entries(COMPLETED))('completes %s', (code, names) => {
    expect(editor.completions(nameOf(code), placeOf(code))).toEqual(expect.arrayContaining([...names]));
  });
});

describe('the compiler', () => {
  it.each(Object.entries(MISTAKES))('has a message for %s', (name, [, at, message]) => {
    const errors = editor.errors(`mistake ${name}`);

    expect(errors).toEqual([expect.stringContaining(message)]);
    expect(errors[0]).toContain(`.ts at ${JSON.stringify(at).slice(0, -1)}`);
    expect(errors[0]).not.toContain("with type 'RouteOptions'");
  });
});

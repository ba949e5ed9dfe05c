import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { importsOf, testsWithoutExpress } from './without-express';

const ROOT = join(__dirname, '../..');
const { projects } = jest.requireActual<{ projects: readonly { testPathIgnorePatterns?: readonly string[] }[] }>(
  '../../jest.config',
);

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.includes('node_modules'))
    .map((name) => join(ROOT, folder, name));

describe('testsWithoutExpress', () => {
  const found = testsWithoutExpress(join(ROOT, '__tests__'));

  it.each(['http/range', 'responses/contract', 'types/editor', 'names', 'docs', 'linting', 'demo/api'])(
    'finds %s',
    (name) => {
      expect(found).toContain(join(ROOT, `__tests__/${name}.test.ts`));
    },
  );

  // They run an app, depend on the major that the package finds, or cannot be followed.
  it.each(['handlers/handler', 'readme', 'paths/path', 'route/route', 'responses/brand'])('omits %s', (name) => {
    expect(found).not.toContain(join(ROOT, `__tests__/${name}.test.ts`));
  });

  it('is left out by the project express4; the project express5 leaves out nothing', () => {
    const [express5, express4] = projects.map(({ testPathIgnorePatterns = [] }) =>
      sourcesIn('__tests__')
        .filter((path) => path.endsWith('.test.ts'))
        .filter((path) => testPathIgnorePatterns.some((pattern) => new RegExp(pattern).test(path))),
    );

    expect(express5).toEqual([]);
    expect(express4?.sort()).toEqual(process.env['EVERY_FILE'] === '1' ? [] : found);
  });
});

describe('importsOf', () => {
  it.each([
    ["import a from 'a';", ['a']],
    ["import 'a';", ['a']],
    ["import {\n  a,\n  type B,\n} from 'a';\nexport * from 'b';", ['a', 'b']],
    ["import type { A } from 'a';\nexport type { B } from 'b';", []],
    ["const a = require('a');", ['unknown']],
    ["const a = requireOutside('a');", ['a']],
    ['const a = requireOutside(a);', ['unknown']],
    ["const a = await import('a');", ['unknown']],
    ["jest.requireActual<typeof A>('a');", ['unknown']],
    ["jest.mock('a');", ['unknown']],
    ['export const a = 1;', []],
  ])('of %j is %j', (source, expected) => {
    expect(importsOf(source)).toEqual(expected);
  });

  it.each(['lib', '__tests__'])('misses none that the compiler finds in %s', (folder) => {
    for (const path of sourcesIn(folder)) {
      // An augmentation of a module loads nothing.
      const text = readFileSync(path, 'utf8').replaceAll(/^declare module '[^']+'/gm, 'declare namespace Augmented');
      const source = text.replaceAll(/^(import|export) type /gm, '$1 ');
      const names = ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
      const ours = importsOf(source);

      expect({ path, missing: ours[0] === 'unknown' ? [] : names.filter((name) => !ours.includes(name)) }).toEqual({
        path,
        missing: [],
      });
    }
  });
});

import { Linter } from 'eslint';
import * as eslintConfig from 'eslint/config';
import ts from 'typescript';
import * as typescriptESLint from 'typescript-eslint';
import { codeBlocks, evaluate } from './helpers/code-blocks';
import { pathOfSource, programOf } from './helpers/program';

const NO_IMPLICIT_RETURNS = 7030;

const PACKAGES: Readonly<Record<string, unknown>> = {
  'eslint/config': eslintConfig,
  'typescript-eslint': typescriptESLint,
};

const all = codeBlocks('docs/linting.md');
const configs = all.filter((code) => code.startsWith('// eslint.config'));
const sources = new Map(
  all.filter((code) => !configs.includes(code)).map((code, index) => [`linting ${index + 1}`, code]),
);
const program = programOf(sources, { noImplicitReturns: true });

/** A report as the page names it: the number of the line, and the rule. */
type Report = readonly [line: number, rule: string];

/** The reports that the comments of a block promise. */
function promised(code: string): Report[] {
  return code.split('\n').flatMap((line, index) => {
    const [, before = '', rules] = /^(.*)\/\/ ([\w@/, -]+)$/.exec(line) ?? [];
    const at = before.trim() === '' ? index : index + 1;
    return (rules ?? '')
      .split(', ')
      .filter((rule) => /^(@?[a-z-]+\/?[a-z]+-[a-z-]+|noImplicitReturns)$/.test(rule))
      .map((rule): Report => [at, rule]);
  });
}

function configOf(page: number): Linter.Config[] {
  const { default: config } = evaluate(configs[page] ?? '', (name) => PACKAGES[name]) as {
    default: Linter.Config[];
  };
  // In place of the files of a project, the program that has read the page.
  return [
    ...config,
    { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false, programs: [program] } } },
  ];
}

function lint(path: string, code: string, config: Linter.Config[]): Report[] {
  const messages = new Linter().verify(code, config, path);
  return messages.map(({ line, ruleId, message }) => [line, ruleId ?? message]);
}

function compile(path: string): Report[] {
  const file = program.getSourceFile(path);
  if (file === undefined) throw new Error(`The program has not read ${path}.`);
  return program
    .getSemanticDiagnostics(file)
    .map(({ code, start = 0, messageText }) => [
      file.getLineAndCharacterOfPosition(start).line + 1,
      code === NO_IMPLICIT_RETURNS ? 'noImplicitReturns' : ts.flattenDiagnosticMessageText(messageText, ' '),
    ]);
}

const byPlace = (reports: readonly Report[]): string[] => reports.map(([line, rule]) => `${line} ${rule}`).sort();

describe('docs/linting.md', () => {
  it('has a comment for every rule of its configuration', () => {
    const rules = configOf(0).flatMap((config) => Object.keys(config.rules ?? {}));
    const named = [...sources.values()].flatMap(promised).map(([, rule]) => rule);

    expect([...new Set(named)].sort()).toEqual([...rules, 'noImplicitReturns'].sort());
  });

  it.each([...sources])('names the reports of %s', (name, code) => {
    const path = pathOfSource(name);
    const text = program.getSourceFile(path)?.text ?? '';

    expect(byPlace([...lint(path, text, configOf(0)), ...compile(path)])).toEqual(byPlace(promised(code)));
  });
});

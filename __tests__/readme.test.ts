import { hasSubscribers } from 'node:diagnostics_channel';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { major } from './helpers/app';
import { docExamples, sourceOf } from './helpers/doc-comments';
import { codeBlocks, filesOf } from './helpers/code-blocks';
import { runBlock, runExample } from './helpers/markdown';
import { fileOfSource } from './helpers/program';
import { typeErrors } from './helpers/type-errors';

const pages = ['README.md', ...readdirSync(join(__dirname, '../docs')).map((name) => `docs/${name}`)];

const examples = pages.map((page) => [page, codeBlocks(page)] as const).filter(([, blocks]) => blocks.length > 0);

it('finds the examples', () => {
  expect(examples.map(([page]) => page)).toEqual(expect.arrayContaining(['README.md', 'docs/responses.md']));
});

describe.each(examples)('%s', (_page, blocks) => {
  it.each(blocks.map((code, index) => [index + 1, code] as const))('runs block %d', async (_number, code) => {
    await runBlock(code);
  });
});

describe('doc comments', () => {
  const found = docExamples();

  it('have examples', () => {
    expect(found.length).toBeGreaterThan(15);
  });

  it.each(found)('run in $place', async ({ code }) => {
    await runExample(sourceOf(code));
  });
});

// Once: the types do not depend on the Express that runs.
if (major === 5) {
  it('has no type error in any block or example', () => {
    const blocks = examples.flatMap(([page, codes]) =>
      codes.flatMap((code, index) => {
        const name = `${page} ${index + 1}`;
        const [app, tests] = filesOf(code);
        if (tests === undefined) return [[name, app] as const];
        const appFile = `./${fileOfSource(name).replace(/ts$/, 'js')}`;
        return [
          [name, app],
          [`${name} tests`, tests.replace("'./app.js'", `'${appFile}'`)],
        ] as const;
      }),
    );
    const sources = docExamples().map(({ place, code }) => [place, sourceOf(code)] as const);

    expect(typeErrors(new Map([...blocks, ...sources]))).toEqual([]);
  });
}

it('leaves no subscriber of the channels', () => {
  const names = ['start', 'response', 'error', 'abort', 'finish'].map((name) => `express-returns:${name}`);

  expect(names.filter((name) => hasSubscribers(name))).toEqual([]);
});

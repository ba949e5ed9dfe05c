import { hasSubscribers } from 'node:diagnostics_channel';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { major } from './helpers/app';
import { codeBlocks, runBlock, typeErrors } from './helpers/markdown';

const pages = ['README.md', ...readdirSync(join(__dirname, '../docs')).map((name) => `docs/${name}`)];

const examples = pages.map((page) => [page, codeBlocks(page)] as const).filter(([, blocks]) => blocks.length > 0);

it('finds the examples', () => {
  expect(examples.map(([page]) => page)).toEqual(expect.arrayContaining(['README.md', 'docs/responses.md']));
});

describe.each(examples)('%s', (_page, blocks) => {
  it.each(blocks.map((code, index) => [index + 1, code] as const))('does what block %d says', async (_number, code) => {
    await runBlock(code);
  });

  // Once: the types do not depend on the Express that runs.
  if (major === 5) {
    it('has blocks without a type error', () => {
      expect(typeErrors(blocks)).toEqual([]);
    });
  }
});

it('leaves nobody who listens to the channels', () => {
  const names = ['start', 'response', 'error', 'abort', 'finish'].map((name) => `express-returns:${name}`);

  expect(names.filter((name) => hasSubscribers(name))).toEqual([]);
});

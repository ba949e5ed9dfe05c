import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { USAGE_CODES } from '../lib/diagnostics/usage-error';
import * as returns from 'express-returns';

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && name !== 'diagnostics/usage-error.ts',
);

const RIDDLES =
  /\b(?:is told|is said|for who|whoever|belongs into|lets? go of|nobody|in place of|as it lies with us)\b/gi;

describe('docs/usage-errors.md', () => {
  const codes = Object.keys(USAGE_CODES);

  it('has a section for every code, in their order, and no other', () => {
    expect([...read('docs/usage-errors.md').matchAll(/^## (.*)$/gm)].map(([, code]) => code)).toEqual(codes);
  });

  it('has codes that the library uses, every one', () => {
    const used = new Set(sources.flatMap((file) => read(`lib/${file}`).match(/ERR_RETURNS_\w+/g) ?? []));

    expect([...used].sort()).toEqual([...codes].sort());
  });
});

describe('the README', () => {
  it('names every class and function that the package exports, or links to a page that does', () => {
    const pages = [...read('README.md').matchAll(/\]\((docs\/[\w-]+\.md)/g)].map(([, page = '']) => page);
    const text = ['README.md', ...pages].map(read).join('\n');

    expect(Object.keys(returns).filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });

  it('links to pages that exist', () => {
    const links = [...read('README.md').matchAll(/\]\(([\w./-]+)\)/g)].map(([, path = '']) => path);

    expect(links.length).toBeGreaterThan(3);
    for (const link of links) expect(() => read(link)).not.toThrow();
  });

  it('needs what package.json says', () => {
    const manifest = JSON.parse(read('package.json')) as {
      engines: { node: string };
      dependencies: object;
      license: string;
    };

    expect(manifest.engines.node).toBe('>=20');
    expect(Object.keys(manifest.dependencies)).toEqual(['mime']);
    expect(manifest.license).toBe('MIT');
    expect(read('README.md')).toContain('Needs Node 20 or later');
  });
});

describe('the pages', () => {
  const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
  const slugOf = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/ /g, '-');
  const anchorsOf = (page: string): string[] =>
    [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => slugOf(heading));

  it.each(pages)('%s links to pages and sections that exist', (page) => {
    const links = [...read(page).matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.filter(([, path = '', anchor]) => {
      const target = path === '' ? page : join(dirname(page), path);
      return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });

    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it.each(pages)('%s defines the references of its links, and no other', (page) => {
    const text = read(page)
      .replace(/^```[^]*?^```$/gm, '')
      .replace(/`[^`\n]*`/g, '');
    const used = [...text.matchAll(/\]\[([\w-]+)\]/g)].map(([, name]) => name);
    const defined = [...text.matchAll(/^\[([\w-]+)\]: https:/gm)].map(([, name]) => name);

    expect([...new Set(used)].sort()).toEqual(defined.sort());
  });

  it.each(pages)('%s is in plain words', (page) => {
    const prose = read(page).replace(/^```[^]*?^```$/gm, '');

    expect(prose.match(RIDDLES) ?? []).toEqual([]);
  });
});

describe('the titles of tests', () => {
  const titlesOf = (file: string): string[] =>
    [...read(`__tests__/${file}`).matchAll(/(?:\b(?:it|test|describe)\(|\)\()\s*(['"`])([^\n]*?)\1,/g)].map(
      ([, , title = '']) => title,
    );
  const files = readdirSync(join(root, '__tests__'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.test.ts'),
  );

  const titles = files.flatMap((file) => titlesOf(file).map((title) => `${file}: ${title}`));

  it('are in plain words', () => {
    expect(titles.length).toBeGreaterThan(1500);
    expect(titles.filter((title) => title.search(RIDDLES) !== -1)).toEqual([]);
  });
});

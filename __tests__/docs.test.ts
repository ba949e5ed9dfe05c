import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import express from 'express';
import * as z from 'zod';
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

describe('the options', () => {
  const pages = readdirSync(join(root, 'docs')).map((name) => read(`docs/${name}`));
  const codes = pages.flatMap((page) => (page.match(/^\|.*$/gm) ?? []).flatMap((row) => row.match(/`[^`]+`/g) ?? []));
  const isInTable = (name: string): boolean => codes.some((code) => new RegExp(`\\b${name}\\b`).test(code));

  const unknown = { isUnknown: true };
  const handler = (): string => 'a';
  const info = { title: 'A', version: '1', ...unknown };
  const { adopt, Channel, Converter, docs, ErrorCode, EventStream, File, guard, JSON, openapi } = returns;
  it.each<[string, () => unknown]>([
    ['adopt', () => adopt(express(), unknown as object)],
    ['routes.router', () => new returns.Routes().router(unknown as object)],
    ['a route', () => new returns.Routes().get('/a', unknown as object, handler)],
    ['Routes', () => new returns.Routes(unknown as never)],
    ['guard', () => guard(unknown as never, handler as never)],
    ['JSON', () => new JSON(1, unknown as object)],
    ['File', () => new File('a', unknown as object)],
    ['Redirect', () => new returns.Redirect('/', unknown as object)],
    ['EventStream', () => new EventStream([], unknown as object)],
    ['an error', () => new returns.Error(1000, undefined, unknown as object)],
    ['ErrorCode', () => new ErrorCode(1100, 'a', 400, unknown as never)],
    ['JSON.of', () => JSON.of(z.object({}), unknown as never)],
    ['Converter', () => new Converter(/a/, unknown as object)],
    ['Channel', () => new Channel(unknown as object)],
    ['openapi', () => openapi([], info)],
    ['docs', () => docs([], { title: 'A', version: '1' }, unknown as object)],
    ['shutdown', async () => returns.shutdown(createServer(), unknown as object)],
  ])('of %s are all in a table of the docs', async (_owner, make) => {
    const message = await messageOf(make);
    const names = /it has ([\w, ]+)\./.exec(message)?.[1]?.split(', ') ?? [];

    expect([message, names]).toEqual([message, expect.arrayContaining([expect.any(String)])]);
    expect(names.filter((name) => !isInTable(name))).toEqual([]);
  });

  async function messageOf(make: () => unknown): Promise<string> {
    try {
      await make();
      return 'was accepted';
    } catch (error) {
      return (error as globalThis.Error).message;
    }
  }
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

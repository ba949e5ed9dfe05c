import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** The module that examples take the values from that they do not declare. */
export const CONTEXT = './__tests__/helpers/example-context';

/** An error that an example throws, and in the comment behind or below it the reply. */
export const THROWN = /^throw [^;]*;\s*\/\/ (\d+) (.*)$/gm;

export interface DocExample {
  /** The file, and the line of the first line of code. */
  readonly place: string;
  readonly code: string;
}

/** The examples in doc comments of lib. Throws where a fence is of another kind, which no test would run. */
export function docExamples(): DocExample[] {
  const names = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).sort();
  return names.filter((name) => name.endsWith('.ts')).flatMap((name) => examplesIn(`lib/${name}`));
}

function examplesIn(file: string): DocExample[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = [...text.matchAll(/^ *\* ```ts\n([^]*?)^ *\* ```$/gm)];
  if ((text.match(/^ *\* ```/gm)?.length ?? 0) !== 2 * found.length)
    throw new Error(`${file} has a code block in a comment that is not marked ts.`);
  return found.map(({ 1: code = '', index }) => ({
    place: `${file}:${text.slice(0, index).split('\n').length + 1}`,
    code: code.replaceAll(/^ *\* ?/gm, ''),
  }));
}

/** A module that runs the code as a function `example`, and has a function in `thrown` for each error that it shows. */
export function sourceOf(code: string): string {
  const words = new Set(code.match(/\w+/g));
  const names = publicNames().filter((name) => words.has(name));
  const thrown = [...code.matchAll(THROWN)].map(([statement]) => `() => {\n${statement}\n},\n`);
  return `import { ${names.join(', ')} } from 'express-returns';
import { answer, contract, fetchOf, matchers, request, respond } from 'express-returns/testing';
import { exampleContext } from '${CONTEXT}';
const { app, server, routes, adminRoutes, settings, info, errors, signedIn, url, sessionOf, nextTick } = exampleContext();
expect.extend(matchers);
export async function example() {
${code.replaceAll(THROWN, '')}
}
export const thrown = [${thrown.join('')}];
`;
}

function publicNames(): string[] {
  const index = readFileSync(join(ROOT, 'lib/index.ts'), 'utf8');
  const lists = [...index.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(([, list = '']) => list);
  return lists.flatMap((list) => list.split(',').map((name) => name.replace(/\btype\b/, '').trim())).filter(Boolean);
}

import channels from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';
import * as returns from 'express-returns';
import ts from 'typescript';
import { send } from './app';

const ROOT = join(__dirname, '../..');

/** The TypeScript blocks of a page. Throws where the page has a fence of another kind, which nobody would test. */
export function codeBlocks(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks = [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = '']) => code);
  if ((text.match(/^```/gm)?.length ?? 0) !== 2 * blocks.length)
    throw new Error(`${page} has a code block that is not marked ts.`);
  return blocks;
}

/**
 * Runs a block as a module, its `it` blocks, and then its claims: lines such as `// GET /path -> 200 text` are
 * requests to its `app` (or `routes`), and what the reply must begin with.
 */
export async function runBlock(code: string): Promise<void> {
  const subscriptions: (() => void)[] = [];
  try {
    await checkClaims(code, await load(code, subscriptions));
  } finally {
    for (const end of subscriptions) end();
  }
}

async function checkClaims(code: string, { app, routes }: Shown): Promise<void> {
  const target = app ?? express().use((routes ?? new returns.Routes()).router());
  const claims = [...code.matchAll(/^\/\/ ([A-Z]+) (\S+) -> (\d+) ?(.*)$/gm)];
  if ((app ?? routes) !== undefined && claims.length === 0)
    throw new Error('A block with an app or routes must say what it answers.');

  for (const [, method = '', path = '', status, text = ''] of claims) {
    const reply = await send(target, method, path);
    expect([method, path, reply.status]).toEqual([method, path, Number(status)]);
    expect(reply.body.toString().slice(0, text.length)).toBe(text);
  }
}

/** The messages of the type checker for blocks, by the project's own options but for those that are about style. */
export function typeErrors(blocks: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const files = new Map(blocks.map((code, index) => [join(ROOT, `block-${index + 1}.ts`), `${code}\nexport {};\n`]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  const program = ts.createProgram(
    [...files.keys(), join(ROOT, 'lib/http/mime.d.ts')],
    {
      ...options,
      noUnusedLocals: false,
      noUnusedParameters: false,
      noImplicitReturns: false,
      noPropertyAccessFromIndexSignature: false,
    },
    host,
  );
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, start, messageText }) =>
        `${file?.fileName.replace(`${ROOT}/`, '')} at ${JSON.stringify(file?.text.slice(start).split('\n')[0])}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
}

/** What a block says of itself by these names. */
interface Shown {
  readonly app?: Express;
  readonly routes?: returns.Routes;
}

async function load(code: string, subscriptions: (() => void)[]): Promise<Shown> {
  const shown = ['app', 'routes'].filter((name) => code.includes(`const ${name} =`)).join(', ');
  const { outputText } = ts.transpileModule(`${code}\nexport const shown = { ${shown} };`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });

  // The real packages; only `listen` is left out, so that no fixed port is taken.
  const createApp = Object.assign(() => Object.assign(express(), { listen: () => undefined }), express);
  const require = (name: string): unknown => {
    if (name === 'express') return { ...express, __esModule: true, default: createApp };
    // Channels are the whole process's: the tests that run in it afterwards must not be heard.
    if (name === 'node:diagnostics_channel') return { ...channels, subscribe };
    return name.startsWith('node:') ? jest.requireActual<object>(name) : returns;
  };
  const subscribe: typeof channels.subscribe = (name, listener) => {
    channels.subscribe(name, listener);
    subscriptions.push(() => channels.unsubscribe(name, listener));
  };
  const tests: (() => unknown)[] = [];
  const exports: { shown?: Shown } = {};
  new Function('require', 'exports', 'expect', 'it', outputText)(
    require,
    exports,
    expect,
    (_name: string, test: () => unknown) => tests.push(test),
  );
  for (const test of tests) await test();
  return exports.shown ?? {};
}

import channels from 'node:diagnostics_channel';
import express, { type Express } from 'express';
import * as returns from 'express-returns';
import * as clientEntry from 'express-returns/client';
import * as testing from 'express-returns/testing';
import { send } from './app';
import { evaluate, filesOf } from './code-blocks';
import { CONTEXT, THROWN } from './doc-comments';
import { exampleContext } from './example-context';

// The packages of a configuration of ESLint.
const LINTERS = ['eslint/config', 'typescript-eslint'];
const VALIDATORS = ['zod', 'valibot', 'arktype', 'joi', 'ajv', 'express-validator'];

/**
 * Runs a block as a module, its `it` blocks, its claims, and then its file of tests. Claims are lines such as
 * `// GET /path -> 200 text`: requests to its `app` (or `routes`), and what the reply must begin with.
 */
export async function runBlock(code: string): Promise<void> {
  const subscriptions: (() => void)[] = [];
  try {
    const [app, testFile] = filesOf(code);
    const require = requireFor(subscriptions);
    const exports = await load(app, require);
    await checkClaims(app, exports.shown);
    if (testFile === undefined) return;
    await runTests(testFile, (name) => (name === './app.js' ? exports : require(name)));
  } finally {
    for (const end of subscriptions) end();
  }
}

/** Runs the source of an example in a doc comment: see `sourceOf`. */
export async function runExample(source: string): Promise<void> {
  const { example, thrown } = evaluate(source, requireFor([])) as Example;
  await example();
  for (const [index, fail] of thrown.entries()) {
    const [, status, text] = [...source.matchAll(THROWN)][index] ?? [];
    const { app, errors } = exampleContext();
    app.get('/', returns.returns(fail, { errors }));
    const reply = await send(app, 'GET', '/');
    expect(`${reply.status} ${reply.body.toString()}`).toBe(`${status} ${text}`);
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

/** The exports of the source of an example: the code itself, and a function for each error that it shows. */
interface Example {
  readonly example: () => Promise<void>;
  readonly thrown: readonly (() => never)[];
}

/** The values that a block declares by these names. */
interface Shown {
  readonly app?: Express;
  readonly routes?: returns.Routes;
}

async function load(code: string, require: Require): Promise<{ shown: Shown }> {
  const names = ['app', 'routes'].filter((name) => code.includes(`const ${name} =`)).join(', ');
  return (await runTests(`${code}\nexport const shown = { ${names} };`, require)) as { shown: Shown };
}

/** Runs a module and its `it` blocks, and returns what it exports. */
async function runTests(code: string, require: Require): Promise<object> {
  const tests: (() => unknown)[] = [];
  const it = (_name: string, test: () => unknown): unknown => tests.push(test);
  const exports = evaluate(code, (name) => (name === 'vitest' ? { expect, it } : require(name)), it);
  for (const test of tests) await test();
  return exports;
}

type Require = (name: string) => unknown;

/** The real packages; only `listen` is left out, so that no fixed port is taken. */
function requireFor(subscriptions: (() => void)[]): Require {
  const silent = <T extends object>(target: T): T => Object.assign(target, { listen: () => target });
  const createApp = Object.assign(() => silent(express()), express);
  const createServer = (app: Express): object => silent(returns.createServer(app));
  const subscribe: typeof channels.subscribe = (name, listener) => {
    channels.subscribe(name, listener);
    subscriptions.push(() => channels.unsubscribe(name, listener));
  };
  return (name) => {
    if (name === 'express') return { ...express, __esModule: true, default: createApp };
    // Channels belong to the whole process: the tests that run in it afterwards must not be heard.
    if (name === 'node:diagnostics_channel') return { ...channels, subscribe };
    if (name === 'express-returns/testing') return testing;
    if (name === 'express-returns/client') return clientEntry;
    if (name === CONTEXT) return { exampleContext };
    if (name === 'multer' || LINTERS.includes(name) || VALIDATORS.includes(name))
      return jest.requireActual<object>(name);
    return name.startsWith('node:') ? jest.requireActual<object>(name) : { ...returns, createServer };
  };
}

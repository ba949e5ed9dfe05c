// The server code in several files: which ones an app reads, what happens where one is missing or of another version,
// and an app that a bundler has made one file. Usage: node .ci/parts/run.mjs, after the build.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { check } from '../checks.mjs';

const script = join(import.meta.dirname, 'app.js');
const ask = (index, names, app = script) =>
  JSON.parse(
    execFileSync(process.execPath, [app, index, names], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
  );

const ENTRIES = ['index.js', 'testing.js', 'client.js'];
const PARTS = readdirSync('dist').filter((name) => name.endsWith('.js') && !ENTRIES.includes(name));

/** Calls back with a copy of dist, which it may change. */
async function withCopy(work) {
  const folder = mkdtempSync(join(tmpdir(), 'parts-'));
  try {
    cpSync('dist', join(folder, 'dist'), { recursive: true });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    await work(join(folder, 'dist'), join(folder, 'dist', 'index.js'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const FEW = 'value,JSON,text,redirect,guard,NotFound,error,code,body,nowhere';
const READ = [
  ['', []],
  [FEW, []],
  ['Routes', ['routes.js']],
  ['stream,file', ['streams.js']],
  ['cookie', ['more.js']],
  ['openapi', ['openapi.js', 'declared.js']],
];

for (const [names, parts] of READ) {
  await check(`requests for "${names}" read ${['index.js', ...parts].join(' and ')}`, () => {
    assert.deepEqual(ask(resolve('dist/index.js'), names).files, ['index.js', ...parts]);
  });
}

await check('a part that is missing is an error reply, and only where it is needed', () =>
  withCopy((folder, index) => {
    for (const part of PARTS) rmSync(join(folder, part));
    const { statuses } = ask(index, `stream,cookie,file,${FEW}`);
    assert.deepEqual(statuses, [500, 500, 500, 200, 201, 200, 307, 200, 404, 500, 404, 400, 404]);
  }),
);

await check('a part of another version is refused', () =>
  withCopy((folder, index) => {
    const part = join(folder, 'routes.js');
    writeFileSync(part, readFileSync(part, 'utf8').replace(/version:"[^"]+"/, 'version:"99.0.0"'));
    assert.throws(() => ask(index, 'Routes'), /was replaced by 99\.0\.0 while the app ran\. Restart the app\./);
  }),
);

/** What a mock of the main entry has instead of its exports. */
const MOCKS = {
  'has the actual exports': (actual) => ({ ...actual, signal: () => 'mocked' }),
  'has one class': ({ Text }) => ({ Text }),
};

for (const [name, mock] of Object.entries(MOCKS)) {
  await check(`the entry for tests beside a mock that ${name}`, () =>
    withCopy(async (_folder, index) => {
      const require = createRequire(index);
      const actual = require('./index.js');
      require.cache[index].exports = mock(actual);
      const { answer, request } = require('./testing.js');
      const response = await answer(() => new actual.Text('text'), request());
      assert.equal(response.constructor, actual.Text);
    }),
  );
}

await check('the entry for tests says what a mock without classes lacks', () =>
  withCopy((_folder, index) => {
    const require = createRequire(index);
    require('./index.js');
    require.cache[index].exports = { signal: () => 'mocked' };
    assert.throws(() => require('./testing.js'), /a mock has none of them\. Spread the actual module into the mock\./);
  }),
);

// In an ES module there is no `require`, which Express needs: esbuild's users write this line.
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
const FORMATS = {
  cjs: { alias: { 'express-returns': resolve('dist/index.js') } },
  esm: {
    alias: { 'express-returns': resolve('dist/index.mjs') },
    banner: { js: REQUIRE },
    define: { __dirname: 'import.meta.dirname' },
  },
};

for (const [format, options] of Object.entries(FORMATS)) {
  await check(`an app that esbuild has made one file, ${format}`, () =>
    withCopy(async (folder) => {
      const contents = readFileSync(script, 'utf8').replace('require(file)', "require('express-returns')");
      const outfile = join(folder, format === 'esm' ? 'app.mjs' : 'app.js');
      const stdin = { contents, resolveDir: '.', loader: 'js' };
      await build({ stdin, bundle: true, platform: 'node', format, outfile, logLevel: 'error', ...options });
      for (const part of PARTS) rmSync(join(folder, part));
      const { statuses } = ask('', 'value,stream,file,cookie,Routes,openapi,NotFound,files,secure', outfile);
      assert.deepEqual(statuses, [200, 200, 200, 200, 200, 200, 404, 204, 200]);
    }),
  );
}

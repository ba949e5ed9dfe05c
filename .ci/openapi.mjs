// OpenAPI documents in three validators: those of every demo, and of 500 generated tables of routes; and the time for
// 500 routes. Usage: node --import tsx .ci/openapi.mjs [NUMBER OF TABLES], after the build.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { validate as validateByReadme } from '@readme/openapi-parser';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import { check } from './checks.mjs';

const require = createRequire(import.meta.url);
const { openapi, Routes } = require('../lib/index.ts');
const built = require('../dist/index.js');
const z = require('zod');
const tables = Number(process.argv[2] ?? 500);

process.removeAllListeners('warning'); // Those of paths that no document can have are expected.

// Its rules of style are not about validity.
const RULES = ['no-invalid-media-type-examples', 'operation-operationId-unique', 'path-parameters-defined'];
const config = await createConfig({
  extends: ['spec'],
  rules: { 'security-defined': 'off', ...Object.fromEntries(RULES.map((rule) => [rule, 'error'])) },
});

/** The faults that the three validators find in a document. */
async function faultsOf(document) {
  const text = JSON.stringify(document);
  const byRedocly = await lintFromString({ source: text, config, absoluteRef: 'openapi.json' });
  const bySeriousme = await new Validator().validate(JSON.parse(text));
  // It does not know 3.2.
  const isOld = document.openapi.startsWith('3.1');
  const byReadme = isOld ? await validateByReadme(JSON.parse(text)) : { valid: true };
  return [
    ...byRedocly.map(({ message, location }) => `redocly: ${message} ${location[0]?.pointer ?? ''}`),
    ...(bySeriousme.valid ? [] : [`seriousme: ${JSON.stringify(bySeriousme.errors).slice(0, 500)}`]),
    ...(byReadme.valid ? [] : [`readme: ${JSON.stringify(byReadme.errors).slice(0, 500)}`]),
  ];
}

await check('the validators find a fault', async () => {
  const faults = await faultsOf({
    openapi: '3.1.1',
    info: { title: 'T', version: '1' },
    paths: { '/a': { get: { responses: { 200: {} } } } },
  });
  assert.deepEqual(faults.map((fault) => fault.split(':')[0]).filter((name, index, all) => all.indexOf(name) === index), ['redocly', 'seriousme', 'readme']); // prettier-ignore
});

await check('the documents of the demos are valid', async () => {
  const mounted = new Map();
  const { router } = Routes.prototype;
  Routes.prototype.router = function (settings) {
    mounted.set(this, settings);
    return router.call(this, settings);
  };
  require('../demo/app.ts').createApp();
  let operations = 0;
  for (const routes of mounted.keys()) {
    for (const version of ['3.1.1', '3.2.0']) {
      const document = openapi(routes, {
        title: 'Demo',
        version: '1',
        openapi: version,
        license: { name: 'MIT', identifier: 'MIT' },
      });
      // Paths that are RegExps, and the routes of a docs page, are in no document; one without paths is not valid.
      if (Object.keys(document.paths).length === 0) continue;
      assert.deepEqual(await faultsOf(document), [], JSON.stringify(document));
      operations += Object.values(document.paths).flatMap(Object.keys).length;
    }
  }
  return `${mounted.size} tables of routes, ${operations / 2} operations`;
});

const { routeTables } = require('../__tests__/helpers/route-tables.ts');
const fc = require('fast-check');

await check(
  `the documents of ${tables} generated tables are valid`,
  async () => {
    let bytes = 0;
    for (const { routes, info } of fc.sample(routeTables, { numRuns: tables, seed: Number(process.env.SEED ?? 1) })) {
      const document = openapi(routes, info);
      bytes += JSON.stringify(document).length;
      assert.deepEqual(await faultsOf(document), [], JSON.stringify(document));
    }
    return `${Math.round(bytes / 1000)} kB of JSON`;
  },
  900,
);

/** Five routes, with schemas of their own, of seven fields. */
function resource(routes, number) {
  const User = z.object({ id: z.int(), name: z.string(), mail: z.email(), age: z.int().min(0).optional(), tags: z.array(z.string()), born: z.date(), kind: z.enum(['a', 'b']) }).meta({ id: `User${number}` }); // prettier-ignore
  const NewUser = User.omit({ id: true });
  const path = `/users${number}`;
  const name = (verb) => ({ name: `${verb}${number}` });
  const errors = new built.ErrorCode(2000 + number, 'User {} does not exist', 404);
  const answer = () => new built.Text('');
  // The declaration that JSON.of() makes, once it is there.
  const json = (schema, status) => (built.JSON.of === undefined ? built.JSON : built.JSON.of(schema, status));
  routes.get(
    path,
    { ...name('list'), query: z.object({ page: z.int().default(1) }), returns: [json(z.array(User), 200)] },
    answer,
  );
  routes.get(`${path}/<id:int>`, { ...name('get'), returns: [json(User, 200), errors] }, answer);
  routes.post(path, { ...name('create'), body: NewUser, returns: [json(User, 201)] }, answer);
  routes.put(
    `${path}/<id:int>`,
    { ...name('update'), body: NewUser.partial(), returns: [json(User, 200), errors] },
    answer,
  );
  routes.delete(`${path}/<id:int>`, { ...name('remove'), returns: [built.Text, errors] }, answer);
}

await check('openapi() of 500 routes takes at most 500 ms of a processor', async () => {
  const times = [];
  for (let round = 0; round < 5; round++) {
    const routes = new built.Routes();
    for (let number = 0; number < 100; number++) resource(routes, number);
    const start = process.cpuUsage();
    const document = built.openapi(routes, { title: 'T', version: '1' });
    const { user, system } = process.cpuUsage(start); // Other programs have a part of the clock.
    times.push((user + system) / 1000);
    assert.equal(Object.keys(document.paths).length, 200);
    z.globalRegistry.clear(); // The ids of the next round are those of this one.
  }
  const best = Math.min(...times);
  assert.ok(best <= 500, `${best} ms`);
  return times.map((time) => `${Math.round(time)} ms`).join(', ');
});

// The time of 1,000 requests to one app, each as a test would make it, by supertest and by fetchOf, in turn.
// Usage: node bench/testing.mjs [COUNT]
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import express from 'express';

const require = createRequire(import.meta.url);
const supertest = require('supertest');
const { JSON, Routes } = require('../dist/index.js');
const { fetchOf } = require('../dist/testing.js');

const count = Number(process.argv[2] ?? 1000);
const routes = new Routes()
  .get('/users/<id:int>', (req) => new JSON({ id: req.params.id }))
  .post('/users', (req) => new JSON(req.body, { status: 201 }));
const app = express().use(express.json(), routes.router());
const fetch = fetchOf(app);

const ways = {
  async supertest(id) {
    const found = await supertest(app).get(`/users/${id}`);
    assert.deepEqual([found.status, found.body], [200, { id }]);
    const made = await supertest(app).post('/users').send({ id });
    assert.deepEqual([made.status, made.body], [201, { id }]);
  },
  async fetchOf(id) {
    const found = await fetch(`/users/${id}`);
    assert.deepEqual([found.status, await found.json()], [200, { id }]);
    const headers = { 'Content-Type': 'application/json' };
    const made = await fetch('/users', { method: 'POST', headers, body: globalThis.JSON.stringify({ id }) });
    assert.deepEqual([made.status, await made.json()], [201, { id }]);
  },
};

const best = { supertest: Infinity, fetchOf: Infinity };
for (let round = 0; round < 3; round++) {
  for (const [name, test] of Object.entries(ways)) {
    const start = process.cpuUsage();
    const begin = performance.now();
    for (let id = 1; id <= count; id++) await test(id);
    const { user, system } = process.cpuUsage(start);
    const wall = performance.now() - begin;
    best[name] = Math.min(best[name], wall);
    console.log(`${name}: ${Math.round(wall)} ms, ${Math.round((user + system) / 1000)} ms of processor`);
  }
}
console.log(
  `${count} tests of two requests: fetchOf is ${(best.supertest / best.fetchOf).toFixed(1)} times as fast as supertest`,
);

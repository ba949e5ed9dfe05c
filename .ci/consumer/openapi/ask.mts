import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import { fetchOf } from 'express-returns/testing';
import { create } from './app.mjs';
import type { paths } from './api.js';

const { app } = create(process.argv[2]);
const api = createClient<paths>({ baseUrl: 'http://test', fetch: fetchOf(app) });

const found = await api.GET('/users/{id}', { params: { path: { id: 7 }, query: { full: true } } });
assert.equal(found.data?.name.toUpperCase(), 'ADA');
const missing = await api.GET('/users/{id}', { params: { path: { id: 8 } } });
assert.equal(missing.error?.code, 1101);
const made = await api.POST('/users', { body: { name: 'Ada' } });
assert.equal(made.data?.id.toFixed(), '8');

const taken = await api.POST('/users', { body: { name: 'taken' } });
// Narrowed by its code: the data of 1102 only.
assert.equal(taken.error?.code === 1102 ? taken.error.data.field : undefined, 'name');
// @ts-expect-error -- A name is a string.
const wrong = await api.POST('/users', { body: { name: 7 } });
assert.equal(wrong.error?.code, 1002);

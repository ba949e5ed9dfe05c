import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchOf } from 'express-returns/testing';
import { app } from './app.ts';

const fetch = fetchOf(app);

test('finds a user', async () => {
  const reply = await fetch('/api/users/7');
  assert.equal(reply.status, 200);
  assert.deepEqual(await reply.json(), { id: 7, name: 'Ada' });
});

test('answers an unknown user by its code', async () => {
  const reply = await fetch('/api/users/8');
  assert.equal(reply.status, 404);
  assert.deepEqual(await reply.json(), { status: 'error', code: 1101, message: "User '8' does not exist" });
});

test('asks to sign in before it deletes', async () => {
  const reply = await fetch('/api/users/7', { method: 'DELETE' });
  assert.equal(reply.status, 401);
});

test('keeps handlers that use res', async () => {
  assert.deepEqual(await (await fetch('/old')).json(), { still: 'works' });
});

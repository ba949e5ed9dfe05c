// A user's own suite, by Vitest as it comes.
import request from 'supertest';
import { expect, test } from 'vitest';
import { JSON, Response, Text } from 'express-returns';
import { fetchOf } from 'express-returns/testing';
import app from './app.js';

test.each([
  ['/old', 200, '{"by":"hand"}'],
  ['/moved', 200, '{"by":"value"}'],
  ['/routes/7', 200, '{"id":"7"}'],
  ['/nobody', 404, 'Nobody'],
])('%s', async (path, status, text) => {
  await request(app).get(path).expect(status, text);
  const reply = await fetchOf(app)(path);
  expect([reply.status, await reply.text()]).toEqual([status, text]);
});

test('responses are values', async () => {
  expect(new JSON({ a: 1 })).toEqual(new JSON({ a: 1 }));
  expect(new JSON({ a: 1 })).not.toEqual(new JSON({ a: 2 }));
  expect(new Text('a')).toBeInstanceOf(Response);
  expect(await new Text('a').text()).toBe('a');
});

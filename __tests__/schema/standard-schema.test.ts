import { type } from 'arktype';
import Joi from 'joi';
import * as v from 'valibot';
import * as z from 'zod';
import { isStandardSchema } from '../../lib/schema/standard-schema';

const revoked = Proxy.revocable({}, {});
revoked.revoke();

describe('isStandardSchema', () => {
  it.each([
    ['zod', z.object({ id: z.number() })],
    ['valibot', v.object({ id: v.number() })],
    ['arktype, whose schemas are functions', type({ id: 'number' })],
    ['joi', Joi.object({ id: Joi.number() })],
  ])('accepts a schema of %s', (_name, schema) => {
    expect(isStandardSchema(schema)).toBe(true);
  });

  it.each([
    ['an object', {}],
    ['null', null],
    ['a string', '~standard'],
    ['another version', { '~standard': { version: 2, validate: () => ({ value: 1 }) } }],
    ['a schema without validate', { '~standard': { version: 1 } }],
    ['a revoked Proxy', revoked.proxy],
  ])('refuses %s', (_name, value) => {
    expect(isStandardSchema(value)).toBe(false);
  });
});

import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import Joi from 'joi';
import * as v from 'valibot';
import { z } from 'zod';
import type { StandardSchema } from '../../lib/schema/standard-schema';

/** The same schemas by one validator: what a page of users is asked for, and what a user is made of. */
export interface Validator {
  /** `{ page: integer >= 1 = 1, active?: boolean, tag?: string[] }` */
  readonly page: StandardSchema;
  /** `{ id: integer }` */
  readonly id: StandardSchema;
  /** `{ name: string of 1 to 20, age?: integer, tags?: string[] }` */
  readonly user: StandardSchema;
}

export const validators: Readonly<Record<'zod' | 'valibot' | 'arktype' | 'joi', Validator>> = {
  zod: {
    page: z.object({
      page: z.int().min(1).default(1),
      active: z.boolean().optional(),
      tag: z.array(z.string()).optional(),
    }),
    id: z.object({ id: z.int() }),
    user: z.object({ name: z.string().min(1).max(20), age: z.int().optional(), tags: z.array(z.string()).optional() }),
  },
  valibot: {
    page: toStandardJsonSchema(
      v.object({
        page: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
        active: v.optional(v.boolean()),
        tag: v.optional(v.array(v.string())),
      }),
    ),
    id: toStandardJsonSchema(v.object({ id: v.pipe(v.number(), v.integer()) })),
    user: toStandardJsonSchema(
      v.object({
        name: v.pipe(v.string(), v.minLength(1), v.maxLength(20)),
        age: v.optional(v.pipe(v.number(), v.integer())),
        tags: v.optional(v.array(v.string())),
      }),
    ),
  },
  arktype: {
    page: type({ 'page': 'number.integer >= 1 = 1', 'active?': 'boolean', 'tag?': 'string[]' }),
    id: type({ id: 'number.integer' }),
    user: type({ 'name': '1 <= string <= 20', 'age?': 'number.integer', 'tags?': 'string[]' }),
  },
  joi: {
    page: Joi.object({
      page: Joi.number().integer().min(1).default(1),
      active: Joi.boolean(),
      tag: Joi.array().items(Joi.string().allow('')),
    }),
    id: Joi.object({ id: Joi.number().integer().required() }),
    user: Joi.object({
      name: Joi.string().min(1).max(20).required(),
      age: Joi.number().integer().strict(),
      tags: Joi.array().items(Joi.string().allow('')),
    }).required(),
  },
};

/** For `it.each`. */
export const validatorNames = Object.keys(validators) as (keyof typeof validators)[];

/** A schema of a validator that answers as `validate` does, without JSON Schema. */
export function schemaOf(validate: (value: unknown) => unknown): StandardSchema {
  return { '~standard': { version: 1, vendor: 'test', validate: validate as never } };
}

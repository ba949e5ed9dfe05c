import { isStandardSchema } from '../schema/standard-schema';

/** The remedy for a value that was given as a schema. Never throws. */
export function remedyForSchema(value: unknown): string {
  try {
    return remedyFor(value);
  } catch {
    return NO_VALIDATOR; // A getter that throws.
  }
}

const NO_VALIDATOR =
  'Give a schema of a validator that implements Standard Schema, such as zod, valibot, arktype or joi.';
const ADAPTER = 'docs/validation.md has an adapter of ten lines';

function remedyFor(value: unknown): string {
  if (typeof value === 'function')
    return /^class\b/.test(Function.prototype.toString.call(value))
      ? 'A class validates nothing by itself: make a Standard Schema of its validator, as docs/validation.md does for ajv.'
      : 'A function is no schema: make a Standard Schema of it, as docs/validation.md does for ajv.';
  if (typeof value !== 'object' || value === null) return NO_VALIDATOR;
  // Own symbols and fields by which the validators themselves know their schemas.
  if ('~kind' in value || Object.getOwnPropertySymbols(value).some(({ description }) => description === 'TypeBox.Kind'))
    return `TypeBox has no Standard Schema: ${ADAPTER}.`;
  if ('_def' in value || '$_root' in value || '__isYupSchema__' in value)
    return 'This version of its validator has no Standard Schema: update it (zod from 3.24, joi from 18, yup from 1.7).';
  if (Object.values(value).some(isStandardSchema))
    return 'These are the fields of an object: put them into one schema, such as z.object({ ... }).';
  if ('type' in value || 'properties' in value || '$ref' in value)
    return `A JSON Schema needs a validator: ${ADAPTER} for ajv.`;
  return NO_VALIDATOR;
}

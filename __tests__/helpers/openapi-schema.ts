import { readFileSync } from 'node:fs';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';

/** Returns the faults of a document by the schema of OpenAPI itself, and of its schemas by JSON Schema. */
export function faultsOf(document: object): readonly string[] {
  const version = (document as { readonly openapi: string }).openapi.slice(0, 3);
  const validate = validatorOf(version);
  validate(document);
  const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${String(message)}`);
  return [...faults, ...danglingRefs(document), ...schemaFaults(document)];
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** The faults of the schemas in a document, by the schema of JSON Schema. */
function schemaFaults(document: object): readonly string[] {
  const { components } = document as { readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> } };
  const schemas = Object.values(components?.schemas ?? {});
  JSON.stringify(document, (key, part: unknown) => {
    if ((key === 'schema' || key === 'itemSchema') && typeof part === 'object' && part !== null) schemas.push(part);
    return part;
  });
  return schemas.flatMap((schema) => (ajv.validateSchema(schema as object) === true ? [] : [ajv.errorsText()]));
}

const validators = new Map<string, ValidateFunction>();

/** Compiled once: that takes longer than all documents of a test. */
function validatorOf(version: string): ValidateFunction {
  const known = validators.get(version);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(schemaOf(version));
  validators.set(version, validate);
  return validate;
}

function schemaOf(version: string): object {
  const file = require.resolve('@seriousme/openapi-schema-validator/package.json');
  const path = file.replace('package.json', `schemas/v${version}/schema.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as object;
}

/** The references that lead nowhere. */
function danglingRefs(document: object): readonly string[] {
  const found: string[] = [];
  JSON.stringify(document, (_key, part: unknown) => {
    const ref = typeof part === 'object' && part !== null ? (part as { readonly $ref?: unknown }).$ref : undefined;
    if (typeof ref === 'string') found.push(ref);
    return part;
  });
  const resolves = (ref: string): boolean => {
    let part: unknown = document;
    for (const name of ref.slice(2).split('/')) part = (part as Record<string, unknown> | undefined)?.[name];
    return part !== undefined;
  };
  return found.filter((ref) => !ref.startsWith('#/components/') || !resolves(ref)).map((ref) => `dangling ${ref}`);
}

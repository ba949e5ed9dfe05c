import { createRequire } from 'node:module';
import { requirePlace } from '../../diagnostics/own-file';
import { UsageError } from '../../diagnostics/usage-error';
import type { OpenAPIDocument } from '../../openapi/types';
import type { JSONSchema } from '../../schema/json-schema';

/** Returns the fault of a value, such as `/name must be string`; `undefined` if the schema accepts it. */
export type SchemaCheck = (schema: JSONSchema, value: unknown) => string | undefined;

interface AjvError {
  readonly instancePath: string;
  readonly keyword: string;
  /** Such as `#/oneOf/0/properties/kind/const`. */
  readonly schemaPath: string;
  readonly message?: string;
  readonly data?: unknown;
  readonly params: Readonly<Record<string, unknown>>;
}

interface AjvValidate {
  (value: unknown): boolean;
  readonly errors?: readonly AjvError[] | null;
}

interface Ajv {
  compile(schema: JSONSchema): AjvValidate;
}

type AjvModule = Readonly<Record<'default', new (options: object) => Ajv>>;

/** Creates a check of parts of a document, whose references it follows. */
export function checkOfDocument(
  { components }: OpenAPIDocument,
  check: SchemaCheck,
): (schema: unknown, value: unknown) => string | undefined {
  const whole = new WeakMap<object, JSONSchema>();
  return (schema, value) => {
    if (schema === true || schema === undefined) return undefined;
    if (typeof schema !== 'object' || schema === null) return 'must not be there';
    let complete = whole.get(schema);
    if (complete === undefined) whole.set(schema, (complete = { ...schema, components }));
    return check(complete, value);
  };
}

/**
 * Creates a check by ajv.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` if ajv is not installed.
 */
export function checkByAjv(): SchemaCheck {
  const ajv = loadAjv();
  const compiled = new WeakMap<object, AjvValidate>();
  return (schema, value) => {
    let validate = compiled.get(schema);
    if (validate === undefined) compiled.set(schema, (validate = ajv.compile(schema)));
    return validate(value) ? undefined : describeErrors(validate.errors ?? []);
  };
}

function loadAjv(): Ajv {
  const require = createRequire(requirePlace());
  let ajv: Ajv;
  try {
    // Optional peers of tests. OpenAPI since 3.1 has JSON Schema of 2020-12.
    const { default: Ajv2020 } = require('ajv/dist/2020') as AjvModule;
    ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, validateSchema: false, logger: false });
  } catch (cause) {
    const message =
      'contract() needs the package ajv: npm install --save-dev ajv ajv-formats. Or give the option validate.';
    throw new UsageError('ERR_RETURNS_DESCRIPTION', message, { cause });
  }
  try {
    const { default: addFormats } = require('ajv-formats') as { readonly default: (ajv: Ajv) => void };
    addFormats(ajv);
  } catch {
    // Without it formats are not checked.
  }
  return ajv;
}

/** The faults that say most: those of the union are behind those of its branches. */
function describeErrors(errors: readonly AjvError[]): string {
  const own = errors.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'oneOf');
  const meant = own.length < errors.length ? ofBranchesMeant(own) : own;
  const constants = own.filter(({ keyword }) => keyword === 'const');
  const texts = [meant, constants, own, errors].find(({ length }) => length > 0)?.map(describeError);
  return [...new Set(texts)].slice(0, 3).join(', ');
}

/**
 * Without branches of other constants: a value with `kind: 'box'` is no circle, and what a circle needs is no fault.
 */
function ofBranchesMeant(errors: readonly AjvError[]): readonly AjvError[] {
  const others = new Set(errors.filter(({ keyword }) => keyword === 'const').map(branchOf));
  return errors.filter((error) => !others.has(branchOf(error)));
}

function branchOf({ schemaPath }: AjvError): string {
  return /^.*\/(?:anyOf\/|oneOf\/|schemas\/)[^/]+(?=\/)/.exec(schemaPath)?.[0] ?? '';
}

function describeError({ instancePath, keyword, message = 'is wrong', params, data }: AjvError): string {
  const place = instancePath === '' ? 'it' : instancePath;
  if (keyword === 'const') {
    const { stringify } = globalThis.JSON;
    return `${place} is ${stringify(data)} where ${stringify(params['allowedValue'])} is declared`;
  }
  const surplus = params['additionalProperty'] ?? params['unevaluatedProperty'];
  return surplus === undefined ? `${place} ${message}` : `${place} has ${String(surplus)}, which is not declared`;
}

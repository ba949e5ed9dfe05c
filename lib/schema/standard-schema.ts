/**
 * A schema of any validator that implements Standard Schema (https://standardschema.dev), such as zod, valibot, arktype
 * or joi. The interface is structural, so that no validator is a dependency.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': StandardProps<Input, Output>;
}

/** The members of a Standard Schema, and those of Standard JSON Schema where the validator has them. */
export interface StandardProps<Input = unknown, Output = Input> {
  readonly version: 1;
  readonly vendor: string;
  readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
  /** Never a value: it carries types only. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  readonly jsonSchema?: JSONSchemaOfStandard | undefined;
}

/** The result of a validation: a value, or issues. */
export type StandardResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

/** One fault of a value. */
export interface StandardIssue {
  readonly message: string;
  /** The place of the fault; each segment is a key, or an object that has one. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** JSON Schema of a schema, for the value that goes in and the value that comes out. */
export interface JSONSchemaOfStandard {
  readonly input: (options: JSONSchemaOptions) => Readonly<Record<string, unknown>>;
  readonly output: (options: JSONSchemaOptions) => Readonly<Record<string, unknown>>;
}

/** Options of Standard JSON Schema. */
export interface JSONSchemaOptions {
  readonly target: 'draft-2020-12';
  /** Options that only validators of one vendor know. */
  readonly libraryOptions?: Readonly<Record<string, unknown>> | undefined;
}

/** The type of the value that goes into a schema. */
export type InputOf<Schema extends StandardSchema> = unknown extends TypesOf<Schema>['input']
  ? InferredTypes<Schema>['input']
  : TypesOf<Schema>['input'];

/** The type of the value that comes out of a schema. */
export type OutputOf<Schema extends StandardSchema> = unknown extends TypesOf<Schema>['output']
  ? InferredTypes<Schema>['output']
  : TypesOf<Schema>['output'];

// Read as a property: to infer from a schema the compiler compares all of its members.
type TypesOf<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>;

/** The types of a schema without `types`, such as an adapter in an app: what its `validate` returns. */
type InferredTypes<Schema> =
  Schema extends StandardSchema<infer Input, infer Output> ? { input: Input; output: Output } : never;

/** Whether a value is a Standard Schema. Never throws. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  try {
    // arktype's schemas are functions.
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
    const standard = (value as Partial<StandardSchema>)['~standard'];
    return standard?.version === 1 && typeof standard.validate === 'function';
  } catch {
    return false; // A getter that throws, a revoked Proxy.
  }
}

import type { InputDescription } from '../handlers/description';
import type { JSONSchema } from '../schema/json-schema';
import type { StandardSchema } from '../schema/standard-schema';
import { typeOf, type Field } from './object-fields';
import type { PathTemplate, TemplateVariable } from './path-templates';
import type { Schemas, SchemaPlace } from './schemas';
import type { Building, JSONObject } from './types';

type ParameterPlace = 'query' | 'header' | 'cookie';

// OpenAPI ignores parameters of these names: they are described by bodies and security.
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization']);

/** The parameters of an operation. */
export function parametersOf(
  input: InputDescription,
  template: PathTemplate,
  schemas: Schemas,
  where: SchemaPlace,
): readonly JSONObject[] {
  const of = (place: ParameterPlace, schema: StandardSchema | undefined): readonly JSONObject[] =>
    schema === undefined ? [] : parametersIn(place, schema, schemas, within(where, place));
  return [
    ...pathParameters(input.params, template, schemas, within(where, 'path')),
    ...of('query', input.query),
    ...of('header', input.headers),
    ...of('cookie', input.cookies),
  ];
}

function within({ place, name }: SchemaPlace, part: string): SchemaPlace {
  return { place: `the ${part} of ${place}`, name: `${name}${part.charAt(0).toUpperCase()}${part.slice(1)}` };
}

function pathParameters(
  schema: StandardSchema | undefined,
  { variables }: PathTemplate,
  schemas: Schemas,
  where: SchemaPlace,
): readonly JSONObject[] {
  const declared = schema && schemas.fields(schema, where);
  return variables.map((variable) => {
    const field = declared?.fields.find(({ name }) => name === variable.name);
    const isOfField = declared !== undefined && field !== undefined && !variable.isWide;
    const own = isOfField ? hoist(schemas.copy(declared.document, field.schema, where)) : { schema: variable.schema };
    return {
      name: variable.documentName ?? variable.name,
      in: 'path',
      required: true,
      ...describeWide(variable),
      ...own,
    };
  });
}

function describeWide({ isWide }: TemplateVariable): JSONObject {
  return isWide ? { description: 'May contain slashes.' } : {};
}

function parametersIn(
  place: ParameterPlace,
  schema: StandardSchema,
  schemas: Schemas,
  where: SchemaPlace,
): readonly JSONObject[] {
  const { document, fields } = schemas.fields(schema, where);
  const isSent = ({ name }: Field): boolean => place !== 'header' || !IGNORED_HEADERS.has(name.toLowerCase());
  return fields.filter(isSent).map((field) => ({
    name: field.name,
    in: place,
    ...(field.isRequired && { required: true }),
    ...(place === 'query' && styleOf(document, field.schema)),
    ...hoist(schemas.copy(document, field.schema, where)),
  }));
}

/** How a query has lists and objects. */
function styleOf(document: JSONSchema, schema: unknown): JSONObject {
  const type = typeOf(document, schema);
  if (type === 'array') return { style: 'form', explode: true };
  return type === 'object' ? { style: 'deepObject', explode: true } : {};
}

/** Moves what is said of the parameter from its schema to the parameter, where tools show it. */
function hoist(schema: unknown): JSONObject {
  if (typeof schema !== 'object' || schema === null || !('description' in schema || 'deprecated' in schema))
    return { schema };
  const { description, deprecated, ...rest } = schema as Building;
  return {
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
    schema: rest,
  };
}

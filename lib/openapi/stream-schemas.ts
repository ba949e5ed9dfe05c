import type { DeclarationData } from '../responses/declaration';
import type { StandardSchema } from '../schema/standard-schema';
import type { Building, JSONObject, OpenAPIVersion } from './types';

type SchemaMaker = (schema: StandardSchema) => unknown;

/**
 * The schemas of a stream of lines or events. OpenAPI 3.2 has `itemSchema`. Before it there is nothing for streams, so
 * `schema` is that of one item, as generators read it, and `x-events` has the names of events, in the same
 * order, for contract tests.
 */
export function streamSchemas(declaration: DeclarationData, version: OpenAPIVersion, make: SchemaMaker): Building {
  const { kind } = declaration;
  const events = namedSchemas(declaration, make);
  if (version === '3.1.1') {
    const names = declaration.events && { 'x-events': Object.keys(declaration.events) };
    return { schema: alternatives(events.map(([, schema]) => schema)), ...names };
  }
  if (kind === 'lines') return { itemSchema: events[0]?.[1] ?? {} };
  return { itemSchema: alternatives(events.map(([name, schema]) => eventSchema(name, schema))) };
}

/** The schemas of the data of events, by name; `undefined` is any name. */
function namedSchemas(
  { schema, events }: DeclarationData,
  make: SchemaMaker,
): readonly (readonly [name: string | undefined, schema: unknown])[] {
  if (events !== undefined) return Object.entries(events).map(([name, one]) => [name, make(one)]);
  return [[undefined, schema === undefined ? {} : make(schema)]];
}

function alternatives(schemas: readonly unknown[]): unknown {
  return schemas.length === 1 ? schemas[0] : { anyOf: schemas };
}

function eventSchema(name: string | undefined, schema: unknown): JSONObject {
  const isNamed = name !== undefined && name !== 'message';
  const properties = {
    event: isNamed ? { type: 'string', const: name } : { type: 'string' },
    data: { type: 'string', contentMediaType: 'application/json', contentSchema: schema },
    id: { type: 'string' },
    retry: { type: 'integer', minimum: 0 },
  };
  return { type: 'object', properties, required: [...(isNamed ? ['event'] : []), 'data'] };
}

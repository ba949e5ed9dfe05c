import type { JSONSchema, SchemaDirection } from '../schema/json-schema';
import type { StandardSchema } from '../schema/standard-schema';
import type { Components } from './components';
import { SchemaCopier } from './copy-schema';
import { fieldsOf, type Field } from './object-fields';
import type { SchemaDocuments } from './schema-documents';

/** The place of a schema: the operation and its part. */
export interface SchemaPlace {
  /** The place as messages name it: `the body of POST /users`. */
  readonly place: string;
  /** The name of a component that has none of its own: `createUserBody`. */
  readonly name: string;
}

/** Makes the schemas of one document out of those of the routes. */
export class Schemas {
  readonly components: Components;
  readonly #documents: SchemaDocuments;

  constructor(components: Components, documents: SchemaDocuments) {
    this.components = components;
    this.#documents = documents;
  }

  /** Returns a schema for the document. */
  of(schema: StandardSchema, direction: SchemaDirection, where: SchemaPlace): unknown {
    return this.#copier(this.#documents.of(schema, direction, where.place), direction, where).copyRoot();
  }

  /** Returns the properties of what goes into a schema, each with a schema for the document, and the JSON Schema. */
  fields(
    schema: StandardSchema,
    where: SchemaPlace,
  ): { readonly document: JSONSchema; readonly fields: readonly Field[] } {
    const document = this.#documents.of(schema, 'input', where.place);
    return { document, fields: fieldsOf(document) };
  }

  /** Copies a part of a JSON Schema, for the document. */
  copy(document: JSONSchema, part: unknown, where: SchemaPlace): unknown {
    return this.#copier(document, 'input', where).copy(part);
  }

  #copier(document: JSONSchema, direction: SchemaDirection, where: SchemaPlace): SchemaCopier {
    return new SchemaCopier({ document, direction, ...where, components: this.components });
  }
}

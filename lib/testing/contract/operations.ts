import { resolveRef } from '../../schema/json-ref';
import type { JSONSchema } from '../../schema/json-schema';
import { METHODS_OF_PATH, type OpenAPIDocument } from '../../openapi/types';

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: unknown;
  readonly isRequired: boolean;
}

/** The body of the requests of an operation. */
export interface RequestBody {
  readonly mediaType: string;
  readonly schema: unknown;
  /** The media types of files by field. */
  readonly fileTypes: ReadonlyMap<string, string>;
  readonly isRequired: boolean;
}

/** One operation of a document. */
export interface Operation {
  /** The method and the path as the document has it: `GET /users/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: RequestBody | undefined;
  /** The responses by status, range, or `default`. */
  readonly responses: Readonly<Record<string, JSONSchema>>;
  /** Whether a request needs credentials. */
  readonly isSecured: boolean;
}

// What deletes comes last: other operations may need what is there.
const ORDER = ['post', 'put', 'patch', 'get', 'head', 'options', 'query', 'trace', 'delete'];

/** The operations of a document, in the order in which they are asked. */
export function operationsOf(document: OpenAPIDocument): readonly Operation[] {
  const read = (node: unknown): JSONSchema => followed(document, node);
  return Object.entries(document.paths)
    .flatMap(([path, given]) => {
      const item = read(given);
      const shared = item['parameters'];
      const methods = [...METHODS_OF_PATH, 'query'].filter((method) => item[method] !== undefined);
      return methods.map((method) => operationOf({ path, method, shared, security: document.security }, read(item[method]), read)); // prettier-ignore
    })
    .sort((one, other) => orderOf(one) - orderOf(other));
}

function orderOf({ method }: Operation): number {
  return ORDER.indexOf(method.toLowerCase());
}

interface Around {
  readonly path: string;
  readonly method: string;
  /** The parameters of the path. */
  readonly shared: unknown;
  /** The `security` of the document. */
  readonly security: unknown;
}

type Read = (node: unknown) => JSONSchema;

function operationOf({ path, method, shared, security }: Around, given: JSONSchema, read: Read): Operation {
  const parameters = [...listOf(shared), ...listOf(given['parameters'])].map((each) => toParameter(read(each)));
  const responses = Object.entries(given['responses'] ?? {});
  const requirements = listOf(given['security'] ?? security).map((each) => Object.keys(each as object));
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    parameters: [...new Map(parameters.map((each) => [`${each.in} ${each.name}`, each])).values()],
    body: given['requestBody'] === undefined ? undefined : toBody(read(given['requestBody'])),
    responses: Object.fromEntries(responses.map(([status, response]) => [status, read(response)])),
    isSecured: requirements.length > 0 && requirements.every((schemes) => schemes.length > 0),
  };
}

function toParameter({ name, in: place, schema = {}, required }: JSONSchema): Parameter {
  return { name: String(name), in: String(place), schema, isRequired: required === true };
}

function toBody({ content = {}, required }: JSONSchema): RequestBody | undefined {
  const [entry] = Object.entries(content as Readonly<Record<string, JSONSchema>>);
  if (entry === undefined) return undefined;
  const [mediaType, { schema = {}, encoding = {} }] = entry;
  const types = Object.entries(encoding as Readonly<Record<string, JSONSchema>>);
  const fileTypes = new Map(types.map(([field, { contentType }]) => [field, firstType(contentType)]));
  return { mediaType, schema, fileTypes, isRequired: required === true };
}

/** One type that a list of types and ranges allows. */
function firstType(contentType: unknown): string {
  return String(contentType).split(',')[0]?.trim().replace('image/*', 'image/png').replace('*', 'plain') ?? '';
}

function followed(document: OpenAPIDocument, node: unknown): JSONSchema {
  const { $ref } = (node ?? {}) as JSONSchema;
  const found = typeof $ref === 'string' ? resolveRef(document as unknown as JSONSchema, $ref) : node;
  return (found ?? {}) as JSONSchema;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

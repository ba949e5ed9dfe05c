/** A JSON object of a document. */
export type JSONObject = Readonly<Record<string, unknown>>;

/** A JSON object that is being built. */
export type Building = Record<string, unknown>;

/** The versions of OpenAPI that a document may have. */
export type OpenAPIVersion = '3.1.1' | '3.2.0';

/** An OpenAPI document as a plain object. */
export interface OpenAPIDocument {
  readonly openapi: string;
  readonly info: JSONObject & { readonly title: string; readonly version: string };
  readonly servers?: readonly JSONObject[];
  readonly security?: readonly SecurityRequirement[];
  readonly tags?: readonly JSONObject[];
  readonly externalDocs?: JSONObject;
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components?: Readonly<Record<string, JSONObject>>;
}

/** The operations of one path, by method in lower case. */
export type PathItem = Readonly<Record<string, JSONObject>>;

/** Scopes by the name of a security scheme; all of them must be met. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

/** The methods that have a field of their own in a path item of OpenAPI 3.1. */
export const METHODS_OF_PATH: readonly string[] = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

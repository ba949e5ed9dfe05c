import { isJSON } from './invalid';
import type { Operation, RequestBody } from './operations';
import type { Sample } from './sample';

/** A request as `fetch` takes it. */
export interface WrittenRequest {
  readonly url: string;
  readonly init: RequestInit & { readonly method: string; readonly headers: Headers };
}

/**
 * Writes a request as OpenAPI says: lists as several fields of one name, objects as `filter[name]` and
 * `items[0][name]`.
 */
export function writeRequest(operation: Operation, prefix: string, sample: Sample): WrittenRequest {
  const search = new URLSearchParams();
  const headers = new Headers();
  const cookies: string[] = [];
  let path = operation.path;
  for (const [{ name, in: place }, value] of sample.parameters) {
    if (place === 'path') path = path.replaceAll(`{${name}}`, encodeURIComponent(textOf(value)));
    else if (place === 'query') for (const [field, text] of fieldsOf(name, value)) search.append(field, text);
    else if (place === 'header') headers.set(name, Array.isArray(value) ? value.map(textOf).join(',') : textOf(value));
    else cookies.push(`${name}=${encodeURIComponent(textOf(value))}`);
  }
  if (cookies.length > 0) headers.set('Cookie', cookies.join('; '));
  const query = search.size > 0 ? `?${search.toString()}` : '';
  const [type, body] = writeBody(operation.body, sample.body);
  if (type !== undefined) headers.set('Content-Type', type);
  addHeaders(headers, sample.headers);
  const { method } = operation;
  return {
    url: prefix + path + query,
    init: { method, headers, ...(body !== undefined && { body }) },
  };
}

/** Sets headers, in any case of their names. Cookies stay beside those that are there. */
export function addHeaders(headers: Headers, given: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (name.toLowerCase() === 'cookie') headers.append(name, value);
    else headers.set(name, value);
  }
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? globalThis.JSON.stringify(value) : String(value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function fieldsOf(name: string, value: unknown): readonly (readonly [name: string, text: string])[] {
  if (Array.isArray(value) && !value.some(isObject)) return value.map((each) => [name, textOf(each)]);
  if (!isObject(value)) return [[name, textOf(value)]];
  return Object.entries(value as object).flatMap(([key, each]) => fieldsOf(`${name}[${key}]`, each));
}

function fieldsOfAll(value: object): ReturnType<typeof fieldsOf> {
  return Object.entries(value).flatMap(([name, each]) => fieldsOf(name, each));
}

type Written = readonly [type: string | undefined, body: string | FormData | undefined];

function writeBody(declared: RequestBody | undefined, value: unknown): Written {
  if (declared === undefined || value === undefined) return [undefined, undefined];
  const { mediaType } = declared;
  if (isJSON(declared)) return [mediaType, globalThis.JSON.stringify(value)];
  if (mediaType === 'multipart/form-data') return [undefined, formOf(declared, value as object)];
  if (mediaType === 'application/x-www-form-urlencoded') {
    const search = new URLSearchParams();
    for (const [name, text] of fieldsOfAll(value as object)) search.append(name, text);
    return [mediaType, search.toString()];
  }
  return [mediaType.replace('*', 'plain'), textOf(value)];
}

/** A field is a file where the document gives it a type or `format: binary`. */
function formOf(declared: RequestBody, value: object): FormData {
  const form = new FormData();
  const files = binaryFields(declared.schema);
  for (const [name, text] of fieldsOfAll(value)) {
    const type = declared.fileTypes.get(name) ?? 'application/octet-stream';
    if (files.has(name)) form.append(name, new Blob([text], { type }), `${name}.bin`);
    else form.append(name, text);
  }
  return form;
}

function binaryFields(schema: unknown): ReadonlySet<string> {
  const { allOf = [schema] } = schema as { readonly allOf?: readonly unknown[] };
  const properties = allOf.flatMap((part) => Object.entries((part as { properties?: object }).properties ?? {}));
  const isBinary = (part: unknown): boolean => globalThis.JSON.stringify(part).includes('"format":"binary"');
  return new Set(properties.filter(([, part]) => isBinary(part)).map(([name]) => name));
}

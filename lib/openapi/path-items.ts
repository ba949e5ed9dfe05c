import { warn } from '../diagnostics/usage-error';
import { UsageError } from '../diagnostics/usage-error';
import type { PathTemplate } from './path-templates';
import { METHODS_OF_PATH, type JSONObject, type OpenAPIVersion } from './types';

/** An operation to put into a document. */
export interface PathEntry {
  /** The route as messages name it. */
  readonly place: string;
  readonly template: PathTemplate;
  /** The method in upper case; `*` is any. */
  readonly method: string;
}

/** The methods that stand for any method. */
const ANY_METHOD = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'];

interface Item {
  readonly path: string;
  readonly template: PathTemplate | undefined;
  /** The operations by method in lower case; in `additionalOperations` of 3.2 by the method itself. */
  readonly operations: Map<string, { readonly place: string; readonly operation: JSONObject }>;
  readonly isOfBase: boolean;
  readonly rest: JSONObject;
}

/** The paths of one document, where paths that differ only in the names of their variables are one. */
export class PathItems {
  readonly #items = new Map<string, Item>();
  readonly #version: OpenAPIVersion;

  constructor(version: OpenAPIVersion, base: Readonly<Record<string, JSONObject>>) {
    this.#version = version;
    for (const [path, item] of Object.entries(base)) this.#addBase(path, item);
  }

  /**
   * Adds the operations of an entry. `make` gets the template whose names are those of the path in the document. Leaves
   * out, with a warning, what OpenAPI cannot have.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for an operation that the base has.
   */
  add({ place, template, method }: PathEntry, make: (method: string, template: PathTemplate) => JSONObject): void {
    const item = this.#itemOf(template);
    for (const each of method === '*' ? ANY_METHOD : [method]) {
      const field = this.#fieldOf(each);
      if (field === undefined) {
        leaveOut(
          place,
          `OpenAPI ${this.#version} has no place for the method ${each}${each === 'QUERY' ? '; 3.2.0 has' : ''}`,
        );
        continue;
      }
      const other = item.operations.get(field);
      if (other === undefined) {
        const named = renamed(template, item.template);
        item.operations.set(field, { place, operation: make(each.toLowerCase(), named) });
        continue;
      }
      if (item.isOfBase && other.place === BASE) throw clash(place, each, item.path);
      // The routes of any method are what is left by others.
      if (method !== '*') leaveOut(place, `for OpenAPI its path is that of ${other.place}`);
    }
  }

  /** The paths in the order in which they were added. */
  finish(): Readonly<Record<string, JSONObject>> {
    const paths = [...this.#items.values()].filter(({ operations, isOfBase }) => isOfBase || operations.size > 0);
    return Object.fromEntries(paths.map(({ path, operations, rest }) => [path, toItem(operations, rest)]));
  }

  #addBase(path: string, item: JSONObject): void {
    const operations = new Map<string, { readonly place: string; readonly operation: JSONObject }>();
    const rest: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(item)) {
      if (METHODS_OF_PATH.includes(name) || name === 'query')
        operations.set(name, { place: BASE, operation: value as JSONObject });
      else if (name === 'additionalOperations')
        for (const [method, operation] of Object.entries(value as object))
          operations.set(method, { place: BASE, operation: operation as JSONObject });
      else rest[name] = value;
    }
    const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
    const key = path.replace(/\{[^}]*\}/g, '{}');
    const variables = names.map((name) => ({ name, isWide: false, schema: {} }));
    this.#items.set(key, { path, template: { text: path, key, variables }, operations, isOfBase: true, rest });
  }

  #itemOf(template: PathTemplate): Item {
    const known = this.#items.get(template.key);
    if (known !== undefined) return known;
    const item: Item = { path: template.text, template, operations: new Map(), isOfBase: false, rest: {} };
    this.#items.set(template.key, item);
    return item;
  }

  #fieldOf(method: string): string | undefined {
    const field = method.toLowerCase();
    if (METHODS_OF_PATH.includes(field)) return field;
    if (this.#version === '3.1.1') return undefined;
    return method === 'QUERY' ? 'query' : method;
  }
}

const BASE = 'the document in base';

function toItem(operations: Item['operations'], rest: JSONObject): JSONObject {
  const own: Record<string, JSONObject> = {};
  const others: Record<string, JSONObject> = {};
  for (const [field, { operation }] of operations) (field === field.toLowerCase() ? own : others)[field] = operation;
  return { ...rest, ...own, ...(Object.keys(others).length > 0 && { additionalOperations: others }) };
}

/** The same template with the names that the path has in the document. */
function renamed(template: PathTemplate, first: PathTemplate | undefined): PathTemplate {
  if (first === undefined || first.text === template.text) return template;
  const variables = template.variables.map((variable, index) => ({
    ...variable,
    documentName: first.variables[index]?.name ?? variable.name,
  }));
  return { ...template, variables };
}

function leaveOut(place: string, reason: string): void {
  warn('ERR_RETURNS_DESCRIPTION', `${place} is not in the OpenAPI document: ${reason}.`);
}

function clash(place: string, method: string, path: string): UsageError {
  return new UsageError(
    'ERR_RETURNS_DESCRIPTION',
    `${place}: the document in base has ${method} ${path} already. Remove it there, or leave the route out by hidden: true.`,
  );
}

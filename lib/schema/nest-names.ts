import { isPlainObject, setOwn } from './own-properties';

type Fields = Readonly<Record<string, unknown>>;

// As the parser of Express 4: deeper names stay as they are.
const DEEPEST = 5;

/**
 * Compiles a function that nests the names of a query as Express 4 does: `a[b]=1` is `{ a: { b: '1' } }`, `a[]=1` is
 * `{ a: ['1'] }`. Names that are `declared` in this form stay in it, and are made of nested values.
 */
export function compileNesting(declared: readonly string[]): (query: Fields, names?: readonly string[]) => Fields {
  const flat = new Map(declared.filter(isNested).map((name) => [name, pathOf(name)]));
  return (query, names = Object.keys(query)) => {
    if (flat.size === 0 && !names.some(isNested)) return query;
    const nested = nest(query, flat);
    for (const [name, path] of flat) flatten(nested, name, path);
    return nested;
  };
}

function isNested(name: string): boolean {
  return name.includes('[');
}

/** Returns the parts of `a[b][]`: `['a', 'b', '']`; an empty list for a name that is not of this form. */
function pathOf(name: string): readonly string[] {
  const [, base = '', brackets = ''] = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name) ?? [];
  const path = base === '' ? [] : [base, ...brackets.slice(1, -1).split('][')];
  const isUnusual = path.slice(0, -1).includes('') || path.includes('__proto__') || path.length > DEEPEST + 1;
  return isUnusual ? [] : path;
}

function nest(query: Fields, flat: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const nested = {};
  // Those without brackets first, so that the order of the names does not matter.
  const entries = Object.entries(query);
  for (const [name, value] of entries) if (!isNested(name)) setOwn(nested, name, copyOf(value));
  for (const [name, value] of entries) {
    if (!isNested(name)) continue;
    const path = flat.has(name) ? [] : pathOf(name);
    if (path.length === 0 || !place(nested, path, value)) setOwn(nested, name, value);
  }
  return nested;
}

/** Copies the objects, which fields are moved into and out of. */
function copyOf(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  const copy = {};
  for (const [name, part] of Object.entries(value)) setOwn(copy, name, copyOf(part));
  return copy;
}

/** Sets a value at a path, and returns whether it could: `a=1&a[b]=2` has no place for the second. */
function place(into: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
  const isList = path.at(-1) === '';
  const names = isList ? path.slice(0, -1) : path;
  const last = names.at(-1) ?? '';
  let object = into;
  for (const name of names.slice(0, -1)) {
    if (!Object.hasOwn(object, name)) object[name] = {};
    const inner = object[name];
    if (!isPlainObject(inner)) return false;
    object = inner;
  }
  const present = Object.hasOwn(object, last) ? [object[last]].flat() : [];
  if (present.some(isPlainObject)) return false;
  object[last] = isList || present.length > 0 ? [...present, value].flat() : value;
  return true;
}

/** Moves a nested value to the name that the schema has for it. */
function flatten(query: Record<string, unknown>, name: string, path: readonly string[]): void {
  if (Object.hasOwn(query, name)) return;
  const steps: { readonly object: object; readonly part: string }[] = [];
  let value: unknown = query;
  for (const part of path.filter((part) => part !== '')) {
    if (!isPlainObject(value) || !Object.hasOwn(value, part)) return;
    steps.unshift({ object: value, part });
    value = value[part];
  }
  if (steps.length === 0) return;
  query[name] = value;
  // Objects that are empty now were made for this value only.
  for (const { object, part } of steps) {
    Reflect.deleteProperty(object, part);
    if (Object.keys(object).length > 0) break;
  }
}

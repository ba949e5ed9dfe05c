import { describe } from '../diagnostics/describe';
import { describeOther } from '../diagnostics/shared-class';
import { UsageError } from '../diagnostics/usage-error';
import { shared } from '../streams/shared-state';
import { Converter, type VariableType } from './converter';

/** The converters for types of values: `{ hex: Converter<number> }` for `{ hex: number }`. */
export type Converters<Types> = { readonly [Name in keyof Types]: Converter<Types[Name]> };

/** The types of variables of a `Routes`, the narrower first: of overlapping routes the narrower one answers. */
export type VariableTypes = ReadonlyMap<string, VariableType>;

// Every pattern takes time linear in the string. One object for all copies of the package, since a group compares the
// types of its own routes and of those that it takes.
const BUILT_INS = shared('variable-types.1', () => ({
  int: numberType(/^-?\d+$/, Number.isSafeInteger),
  float: numberType(/^-?\d+(?:\.\d+)?$/, Number.isFinite),
  uuid: stringType(/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i),
  slug: stringType(/^[\w-]+$/),
  str: stringType(/^/),
  path: stringType(/^/),
}));

/**
 * Returns the types of a `Routes`: custom converters in their order, then the built-in types.
 *
 * @throws UsageError `ERR_RETURNS_CONVERTER` for an invalid name or converter.
 */
export function variableTypes(converters: unknown = {}): VariableTypes {
  if (typeof converters !== 'object' || converters === null) {
    throw new UsageError(
      'ERR_RETURNS_CONVERTER',
      `The converters of a Routes are an object { name: new Converter(...) }; got ${describe(converters)}.`,
    );
  }
  const types = new Map<string, VariableType>();
  for (const [name, converter] of Object.entries(converters) as [string, unknown][]) {
    types.set(checkName(name), checkConverter(name, converter));
  }
  for (const [name, type] of Object.entries(BUILT_INS)) types.set(name, type);
  return types;
}

/**
 * Merges the types of a group and of its routes, those of the routes first.
 *
 * @throws UsageError `ERR_RETURNS_CONVERTER` for a name with two different types.
 */
export function mergeTypes(outer: VariableTypes, inner: VariableTypes): VariableTypes {
  const added = [...inner].filter(([name, type]) => outer.get(name) !== type);
  const twice = added.find(([name]) => outer.has(name));
  if (twice === undefined) return new Map([...added, ...outer]);
  throw new UsageError(
    'ERR_RETURNS_CONVERTER',
    `The group and its routes define two different converters named ${twice[0]}: rename one.`,
  );
}

function checkName(name: string): string {
  if (Object.hasOwn(BUILT_INS, name))
    throw new UsageError('ERR_RETURNS_CONVERTER', `The converter ${name} would hide a built-in one: rename it.`);
  if (!/^[A-Za-z]\w*$/.test(name)) {
    throw new UsageError(
      'ERR_RETURNS_CONVERTER',
      `${describe(name)} is not a valid name of a converter: use letters, digits and _, and begin with a letter.`,
    );
  }
  return name;
}

function checkConverter(name: string, converter: unknown): VariableType {
  if (converter instanceof Converter) return converter;
  throw new UsageError(
    'ERR_RETURNS_CONVERTER',
    `The converter ${name} must be a new Converter(pattern, { parse, format }); got ${describeOther(converter)}.`,
  );
}

function numberType(pattern: RegExp, isValid: (value: number) => boolean): VariableType {
  return {
    parse: (text) => {
      if (!pattern.test(text)) return undefined;
      const value = Number(text);
      if (!isValid(value)) return undefined;
      return value === 0 ? 0 : value; // No -0.
    },
    format: String,
  };
}

function stringType(pattern: RegExp): VariableType {
  return { parse: (text) => (pattern.test(text) ? text : undefined), format: plainText };
}

/** Returns a number as a string, as URLs take both; other values as they are. */
export function plainText(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : (value as string);
}

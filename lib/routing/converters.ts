/**
 * The types of typed variables, the narrower first: of overlapping routes the one with the narrower variable answers.
 * Each gives the value for the decoded text of a request, or `undefined` where the text is not of the type. Every
 * pattern takes time linear in the text.
 */
const CONVERTERS = {
  int: (text: string) => numberOf(text, /^-?\d+$/, Number.isSafeInteger),
  float: (text: string) => numberOf(text, /^-?\d+(?:\.\d+)?$/, Number.isFinite),
  uuid: (text: string) => matching(text, /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i),
  slug: (text: string) => matching(text, /^[\w-]+$/),
  str: (text: string) => text,
  path: (text: string) => text,
} as const;

/** The name of a type of variables. */
export type VariableType = keyof typeof CONVERTERS;

/** The names of the types, the narrower first. */
export const VARIABLE_TYPES = Object.keys(CONVERTERS) as VariableType[];

export function isVariableType(name: string): name is VariableType {
  return Object.hasOwn(CONVERTERS, name);
}

/** The value that a param of a request has by its type; `undefined` if it is not of that type. */
export function convert(type: VariableType, param: unknown): string | number | undefined {
  // A wildcard of Express 5 gives its segments.
  const text = Array.isArray(param) ? param.join('/') : param;
  return typeof text === 'string' ? CONVERTERS[type](text) : undefined;
}

function numberOf(text: string, pattern: RegExp, isValid: (value: number) => boolean): number | undefined {
  if (!pattern.test(text)) return undefined;
  const value = Number(text);
  if (!isValid(value)) return undefined;
  return value === 0 ? 0 : value; // No -0.
}

function matching(text: string, pattern: RegExp): string | undefined {
  return pattern.test(text) ? text : undefined;
}

import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { VariableType } from './converter';
import type { VariableTypes } from './converters';
import { OWN_MAJOR, parsePath } from './grammar';
import { segmentsOf, variablesOf, type ExpressMajor, type Leaf, type Part } from './part';

/** `<id:int>` in a path. */
export interface TypedVariable {
  readonly name: string;
  readonly type: VariableType;
}

/**
 * Returns the typed variables of a path that `checkTypedVariables` has accepted.
 *
 * @throws UsageError `ERR_RETURNS_PATH` for an unknown type.
 */
export function typedVariables(
  path: unknown,
  types: VariableTypes,
  major: ExpressMajor = OWN_MAJOR,
): readonly TypedVariable[] {
  if (typeof path !== 'string') return [];
  return variablesOf(parsePath(path, major)).flatMap(({ name, type: typeName, source }) => {
    if (typeName === undefined) return [];
    const type = types.get(typeName);
    if (type !== undefined) return [{ name, type }];
    throw wrong(
      path,
      `${source} has an unknown type; known are ${[...types.keys()].join(', ')}, others by new Routes({ converters }).`,
    );
  });
}

/** Returns the path in the syntax of Express: `/users/:id` for `/users/<id:int>`, as traces and metrics show it. */
export function toExpressPath(path: string, major: ExpressMajor): string {
  return toExpress(parsePath(path, major), major);
}

function toExpress(parts: readonly Part[], major: ExpressMajor): string {
  const sources = parts.map((part) => {
    if (part.kind === 'group') return part.open + toExpress(part.parts, major) + part.close;
    if (part.kind !== 'variable' || part.type === undefined) return part.source;
    if (!part.isWide) return `:${part.name}`;
    return major === 4 ? `:${part.name}(.+)` : `*${part.name}`;
  });
  return sources.join('');
}

/** Returns the converted values; `undefined` if one is not of its type. */
export function convertParams(
  variables: readonly TypedVariable[],
  params: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const converted: Record<string, unknown> = {};
  for (const { name, type } of variables) {
    const param = params[name];
    if (param === undefined) continue; // An optional part is missing.
    // Express 5 represents a wildcard as an array of segments.
    const text: unknown = Array.isArray(param) ? param.join('/') : param;
    const value = typeof text === 'string' ? type.parse(text) : undefined;
    if (value === undefined) return undefined;
    converted[name] = value;
  }
  return converted;
}

/** @throws UsageError `ERR_RETURNS_PATH` for typed variables that Express cannot have, or that are not linear. */
export function checkTypedVariables(path: string, parts: readonly Part[]): void {
  const leaves = leavesOf(parts);
  const invalid = leaves.find(({ kind, source }) => kind === 'pattern' && /^<.*>$/s.test(source));
  if (invalid !== undefined)
    throw wrong(
      path,
      `${invalid.source} is not a valid typed variable: write <name> or <name:type>, the name as in :name.`,
    );
  if (!leaves.some(isTyped)) return;
  if (leaves.some((leaf, index) => isTyped(leaf) && continuesName(leaves[index + 1])))
    throw wrong(path, 'put a character such as / - . after a typed variable.');
  // Two in one segment, or two wildcards, would be matched in quadratic time.
  const isTwice = segmentsOf(leaves).some((segment) => segment.some(isTyped) && variablesOf(segment).length > 1);
  if (isTwice) throw wrong(path, 'beside a typed variable there can be no other variable in the same segment.');
  if (variablesOf(leaves).filter(({ isWide }) => isWide).length > 1)
    throw wrong(path, 'there can be one wildcard only.');
}

function leavesOf(parts: readonly Part[]): readonly Leaf[] {
  return parts.flatMap((part) => (part.kind === 'group' ? leavesOf(part.parts) : [part]));
}

function isTyped(leaf: Leaf): boolean {
  return leaf.kind === 'variable' && leaf.type !== undefined;
}

/** Whether Express would read the part after `:name` as more of the name, or as a pattern or quantifier of it. */
function continuesName(next: Leaf | undefined): boolean {
  return next !== undefined && /^(?:[\p{ID_Continue}$(*+]|\{\d|\u200c|\u200d)/u.test(next.source);
}

function wrong(path: string, fact: string): UsageError {
  return new UsageError('ERR_RETURNS_PATH', `The path ${describe(path)}: ${fact}`);
}

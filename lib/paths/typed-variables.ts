import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { VariableType } from './converter';
import type { VariableTypes } from './converters';

/** `<id:int>` in a path. */
export interface TypedVariable {
  readonly name: string;
  readonly type: VariableType;
}

const VARIABLE = /<([^<>/]*)>/g;

/**
 * The typed variables of a path, which `checkTypedVariables` has seen.
 *
 * @throws UsageError `ERR_RETURNS_PATH` for a type that is not there.
 */
export function typedVariables(path: unknown, types: VariableTypes): readonly TypedVariable[] {
  if (typeof path !== 'string') return [];
  return [...path.matchAll(VARIABLE)].map(([text, inner = '']) => {
    const { name, typeName } = parse(inner);
    const type = types.get(typeName);
    if (type !== undefined) return { name, type };
    throw wrong(
      path,
      `${text} has an unknown type; known are ${[...types.keys()].join(', ')}, others by new Routes({ converters }).`,
    );
  });
}

/** The name of the type of the first typed variable in a part of a path. */
export function typeNameIn(text: string): string | undefined {
  const [match] = text.matchAll(VARIABLE);
  return match === undefined ? undefined : parse(match[1] ?? '').typeName;
}

/** The path in the grammar of Express: `/users/<id:int>` is `/users/:id`, so that traces and metrics can be read. */
export function toExpressPath(path: string, isExpress4: boolean): string {
  return path.replace(VARIABLE, (_text, inner: string) => {
    const { name, typeName } = parse(inner);
    if (typeName !== 'path') return `:${name}`;
    return isExpress4 ? `:${name}(.+)` : `*${name}`;
  });
}

/**
 * The first layer of a route with typed variables: values that are not of their types are "no such route". What it
 * converts is seen by this route only: Express gives the next one params of its own.
 */
export function checkVariables(variables: readonly TypedVariable[]): RequestHandler {
  return function checkVariables(req: Request, _res: ExpressResponse, next: NextFunction): void {
    const params = req.params as Record<string, unknown>;
    const converted = convertParams(variables, params);
    if (converted === undefined) {
      next('route');
      return;
    }
    Object.assign(params, converted);
    next();
  };
}

/** The converted values, or `undefined` if one of them is not of its type. */
export function convertParams(
  variables: readonly TypedVariable[],
  params: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const converted: Record<string, unknown> = {};
  for (const { name, type } of variables) {
    const param = params[name];
    if (param === undefined) continue; // An optional part that is not there.
    // A wildcard of Express 5 gives its segments.
    const text: unknown = Array.isArray(param) ? param.join('/') : param;
    const value = typeof text === 'string' ? type.parse(text) : undefined;
    if (value === undefined) return undefined;
    converted[name] = value;
  }
  return converted;
}

/** @throws UsageError `ERR_RETURNS_PATH` for typed variables that Express cannot have, or that are not linear. */
export function checkTypedVariables(path: string): void {
  for (const [text, inner = ''] of path.matchAll(VARIABLE)) {
    if (!/^[A-Za-z]\w*(?::[A-Za-z]\w*)?$/.test(inner))
      throw wrong(path, `${text} is no typed variable: write <name> or <name:type>, the name as in :name.`);
  }
  if (/>[\w(*+]/.test(path)) throw wrong(path, 'put a character such as / - . after a typed variable.');
  // Two in one segment, or two wildcards, would be matched in quadratic time.
  const variables = path.replace(VARIABLE, (_text, inner: string) => (inner.endsWith(':path') ? '<*>' : '<>'));
  if (variables === path && !path.includes('<')) return;
  if (variables.split('/').some((segment) => (segment.match(/<|:|\*(?!>)/g)?.length ?? 0) > 1)) {
    throw wrong(path, 'beside a typed variable there can be no other variable in the same segment.');
  }
  if ((variables.match(/\*/g)?.length ?? 0) > 1) throw wrong(path, 'there can be one wildcard only.');
}

function parse(inner: string): { name: string; typeName: string } {
  const [name = '', typeName = 'str'] = inner.split(':');
  return { name, typeName };
}

function wrong(path: string, fact: string): UsageError {
  return new UsageError('ERR_RETURNS_PATH', `The path ${describe(path)}: ${fact}`);
}

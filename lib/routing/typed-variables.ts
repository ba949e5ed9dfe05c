import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { convert, isVariableType, VARIABLE_TYPES, type VariableType } from './converters';

/** `<id:int>` in a path. */
export interface TypedVariable {
  readonly name: string;
  readonly type: VariableType;
}

const VARIABLE = /<([^<>/]*)>/g;

/** The typed variables of a path, which `checkTypedVariables` has seen. */
export function typedVariables(path: unknown): readonly TypedVariable[] {
  if (typeof path !== 'string') return [];
  return [...path.matchAll(VARIABLE)].map(([, inner = '']) => parse(inner));
}

/** The path in the grammar of Express: `/users/<id:int>` is `/users/:id`, so that traces and metrics can be read. */
export function toExpressPath(path: string, isExpress4: boolean): string {
  return path.replace(VARIABLE, (_text, inner: string) => {
    const { name, type } = parse(inner);
    if (type !== 'path') return `:${name}`;
    return isExpress4 ? `:${name}(.+)` : `*${name}`;
  });
}

/**
 * The first layer of a route with typed variables: values that are not of their types are "no such route". What it
 * converts is seen by this route only: Express gives the next one params of its own.
 */
export function checkVariables(variables: readonly TypedVariable[]): RequestHandler {
  return (req: Request, _res: ExpressResponse, next: NextFunction): void => {
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
    if (params[name] === undefined) continue; // An optional part that is not there.
    const value = convert(type, params[name]);
    if (value === undefined) return undefined;
    converted[name] = value;
  }
  return converted;
}

/** @throws UsageError `ERR_RETURNS_PATH` for typed variables that Express cannot have, or that are not linear. */
export function checkTypedVariables(path: string): void {
  for (const [text, inner = ''] of path.matchAll(VARIABLE)) {
    const [name = '', type = 'str', ...more] = inner.split(':');
    if (!/^[A-Za-z]\w*$/.test(name) || more.length > 0) {
      throw wrong(path, `${text} is no typed variable: write <name> or <name:type>, the name as in :name.`);
    }
    if (!isVariableType(type)) {
      throw wrong(path, `${text} has an unknown type; known are ${VARIABLE_TYPES.join(', ')}.`);
    }
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

function parse(inner: string): TypedVariable {
  const [name = '', type = 'str'] = inner.split(':');
  return { name, type: type as VariableType };
}

function wrong(path: string, fact: string): UsageError {
  return new UsageError('ERR_RETURNS_PATH', `The path ${describe(path)}: ${fact}`);
}

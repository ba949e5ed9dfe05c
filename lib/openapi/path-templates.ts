import type { VariableType } from '../paths/converter';
import { Converter } from '../paths/converter';
import type { VariableTypes } from '../paths/converters';
import { parsePath } from '../paths/grammar';
import type { SinglePath } from '../paths/path';
import { alternativesOf, type ExpressMajor, type Leaf, type Variable } from '../paths/part';
import type { JSONSchema } from '../schema/json-schema';

/** One path of a document: `/users/{id}`. */
export interface PathTemplate {
  readonly text: string;
  /** Equal for templates that differ only in the names of their variables, which are one path for OpenAPI. */
  readonly key: string;
  readonly variables: readonly TemplateVariable[];
}

export interface TemplateVariable {
  readonly name: string;
  /** The name that the path in the document has for it. @default the name */
  readonly documentName?: string;
  /** Whether the value may contain slashes. */
  readonly isWide: boolean;
  readonly schema: JSONSchema;
}

const BUILT_IN: Readonly<Record<string, JSONSchema>> = {
  int: { type: 'integer' },
  float: { type: 'number' },
  uuid: { type: 'string', format: 'uuid' },
  slug: { type: 'string', pattern: '^[\\w-]+$' },
};

/** The paths of a document for a path: one for each of its optional parts; `undefined` if OpenAPI cannot have it. */
export function templatesOf(
  path: SinglePath,
  types: VariableTypes,
  major?: ExpressMajor,
): readonly PathTemplate[] | undefined {
  if (typeof path !== 'string') {
    const text = literalOf(path);
    return text === undefined ? undefined : [{ text, key: text, variables: [] }];
  }
  const alternatives = alternativesOf(parsePath(path, major));
  if (alternatives.flat().some(({ kind }) => kind === 'pattern')) return undefined;
  return alternatives.map((leaves) => toTemplate(leaves, types)).reverse();
}

/** The path of a regular expression that matches one only, such as `/^\/users$/`. */
function literalOf({ source, flags }: RegExp): string | undefined {
  const [, literal] = /^\^((?:\\\/|\\?[\w-])+)\$$/.exec(source) ?? [];
  const isLiteral = literal?.startsWith('\\/') === true && !/\\\w/.test(literal) && !flags.includes('i');
  return isLiteral ? literal.replaceAll('\\', '') : undefined;
}

function toTemplate(leaves: readonly Leaf[], types: VariableTypes): PathTemplate {
  const variables = leaves.filter((leaf) => leaf.kind === 'variable');
  const write = (nameOf: (variable: Variable) => string): string => {
    const text = leaves.map((leaf) => (leaf.kind === 'variable' ? `{${nameOf(leaf)}}` : encodeText(leaf)));
    return text.join('') || '/';
  };
  return {
    text: write(({ name }) => name),
    key: write(() => ''),
    variables: variables.map((variable) => ({
      name: variable.name,
      isWide: variable.isWide,
      schema: schemaOfVariable(variable, types),
    })),
  };
}

/** Braces would be variables; other characters are as in the URL. */
function encodeText(leaf: Leaf): string {
  const text = leaf.kind === 'text' ? leaf.text : leaf.source;
  return text.replace(/[{}?#\s]/g, encodeURIComponent);
}

function schemaOfVariable({ type, pattern }: Variable, types: VariableTypes): JSONSchema {
  if (type !== undefined) return BUILT_IN[type] ?? schemaOfType(types.get(type));
  return pattern === '' ? { type: 'string' } : withPattern(pattern.slice(1, -1));
}

function schemaOfType(type: VariableType | undefined): JSONSchema {
  if (!(type instanceof Converter)) return { type: 'string' };
  return (
    type.schema ??
    (type.pattern.flags.replace(/[dsu]/g, '') === '' ? withPattern(type.pattern.source) : { type: 'string' })
  );
}

/** A text of a pattern. JSON Schema reads patterns by the flag u, which not every pattern of an app allows. */
function withPattern(source: string): JSONSchema {
  const pattern = `^(?:${source})$`;
  try {
    new RegExp(pattern, 'u');
    return { type: 'string', pattern };
  } catch {
    return { type: 'string' };
  }
}

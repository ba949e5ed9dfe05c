import { Cutters, type Cutter, type OnDropped } from './cutters';
import type { JSONSchema } from './json-schema';

export type { OnDropped };

/**
 * Returns a value without the members that its schema does not declare, as `JSON.stringify` sees it under the given
 * key: the same value where it has none, else a copy of the objects around them. Never changes the value.
 */
export type Strip = (value: unknown, key?: string, onDropped?: OnDropped) => unknown;

/**
 * Compiles a JSON Schema to a function that leaves out of a value what the schema does not declare: properties that are
 * neither in `properties`, `patternProperties` nor `additionalProperties`, and items after a closed tuple. Absent
 * `additionalProperties` count as `false`. Of a union count the branches whose constants the value has; all of them, if
 * it has those of none. `undefined` if the schema declares no members, so that nothing could be left out.
 */
export function compileStrip(schema: JSONSchema): Strip | undefined {
  return stripOf(new Cutters(schema).of(new Set([schema])));
}

/** Compiles the JSON Schema of an array to the function for one item of it. */
export function compileItemStrip(schema: JSONSchema): Strip | undefined {
  const cutters = new Cutters(schema);
  return stripOf(cutters.of(new Set([schema]))?.itemCutter);
}

function stripOf(cutter: Cutter | undefined): Strip | undefined {
  if (cutter === undefined) return undefined;
  return (value, key = '', onDropped) => {
    try {
      return cutter.cut(value, key, onDropped && { path: '', onDropped });
    } catch (error) {
      // A cycle, for which JSON has an error of its own.
      if (error instanceof RangeError) globalThis.JSON.stringify(value);
      throw error;
    }
  };
}

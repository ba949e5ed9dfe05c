import type { ItemKind } from './brand';
import { formatEvent } from './event';
import { noJSONText } from './json-body';
import type { Framing } from '../streams/source';

/** Serializes a value; `undefined` if JSON has no text for it. */
export type Stringify = (value: unknown) => string | undefined;

/** Returns how the items of a body become bytes, by its kind. */
export function framingOf(kind: ItemKind, stringify: Stringify): Framing {
  switch (kind) {
    case 'json':
      return arrayFraming(stringify);
    case 'lines':
      return { item: (value) => `${jsonText(value, stringify)}\n`, end: () => '', alone: kind };
    case 'events':
      return { item: (value) => formatEvent(value, (data) => jsonText(data, stringify)), end: () => '', alone: kind };
  }
}

/** Frames items as a JSON array. */
function arrayFraming(stringify: Stringify): Framing {
  return {
    // As JSON.stringify does with a hole, undefined or a function in an array.
    item: (value, index) => (index === 0 ? '[' : ',') + (stringify(value) ?? 'null'),
    end: (count) => (count === 0 ? '[]' : ']'),
  };
}

/** Returns the JSON text of a line or event, which must have one. */
function jsonText(value: unknown, stringify: Stringify): string {
  const text = stringify(value);
  if (text === undefined) throw noJSONText(value);
  return text;
}

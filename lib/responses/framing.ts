import type { ItemKind } from './brand';
import { formatEvent } from './event';
import { noJSONText } from './json-text';
import type { Framing } from '../streams/source';

/** Writes one value as JSON; `undefined` for what JSON has no text for. */
export type Stringify = (value: unknown) => string | undefined;

/** How the items of a body become bytes, by its kind. */
export function framingOf(kind: ItemKind, stringify: Stringify): Framing {
  switch (kind) {
    case 'json':
      return arrayFraming(stringify);
    case 'lines':
      return { item: (value) => `${jsonText(value, stringify)}\n`, end: () => '' };
    case 'events':
      return { item: (value) => formatEvent(value, (data) => jsonText(data, stringify)), end: () => '' };
  }
}

/** A JSON array, item by item. */
function arrayFraming(stringify: Stringify): Framing {
  return {
    // As JSON.stringify does it with a hole, undefined or a function in an array.
    item: (value, index) => (index === 0 ? '[' : ',') + (stringify(value) ?? 'null'),
    end: (count) => (count === 0 ? '[]' : ']'),
  };
}

/** A line or an event stands for itself: one without a value is a mistake. */
function jsonText(value: unknown, stringify: Stringify): string {
  const text = stringify(value);
  if (text === undefined) throw noJSONText(value);
  return text;
}

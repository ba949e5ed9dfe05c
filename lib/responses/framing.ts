import type { ItemKind } from './brand';
import { formatEvent } from './event';
import type { Framing } from './source';

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
    item: (value, index) => (index === 0 ? '[' : ',') + jsonText(value, stringify),
    end: (count) => (count === 0 ? '[]' : ']'),
  };
}

/** What an array would hold as `null` (`undefined`, a function) is `null` here, too. */
function jsonText(value: unknown, stringify: Stringify): string {
  return stringify(value) ?? 'null';
}

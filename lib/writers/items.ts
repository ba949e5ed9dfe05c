import type { Response as ExpressResponse } from 'express';
import type { ItemKind } from '../responses/brand';
import type { EventStream } from '../responses/event-stream';
import { framingOf, type Stringify } from '../responses/framing';
import { stringifyJSON, type Replacer } from '../responses/json-body';
import type { AnyResponse } from '../responses/response';
import { openSource, type Framing } from '../streams/source';
import { escapeJSON } from './escape-json';
import type { Exchange } from './exchange';
import { heartbeatOf } from '../streams/heartbeat';
import { asJSONError } from './json';
import { promisedLength } from './promised-length';
import { sendStream } from './stream';

/** Sends an iterable item by item, as a JSON array, lines or events. */
export function writeItems(
  response: AnyResponse,
  exchange: Exchange,
  kind: ItemKind,
  items: object,
): void | Promise<void> {
  const framing = itemFraming(exchange.res, kind);
  const length = promisedLength(response);
  if (kind !== 'events') {
    const isFlushed = response.flush === true;
    const source = openSource(items, framing, { isGathered: !isFlushed && length === undefined });
    return sendStream(response, exchange, source, { length, isFlushed });
  }
  const { heartbeatSeconds = 15, flush = true } = response as EventStream;
  const source = openSource(items, framing, { heartbeat: heartbeatOf(heartbeatSeconds) });
  return sendStream(response, exchange, source, { length, isFlushed: flush });
}

/** The settings of an app for the JSON of items. */
interface JSONSettings {
  readonly replacer: Replacer;
  readonly spaces: undefined | number | string;
  readonly isEscaped: boolean;
}

/** Framings of each kind by their replacer. Shared, so that all clients of a channel get the same bytes. */
const framings = new WeakMap<object, Map<string, Framing>>();
const NO_REPLACER = {};

/** Returns how items become bytes with the JSON settings of the app. */
function itemFraming({ app }: ExpressResponse, kind: ItemKind): Framing {
  const replacer = app.get('json replacer') as Replacer;
  // In lines and events, a line break has a meaning.
  const spaces = kind === 'json' ? (app.get('json spaces') as undefined | number | string) : undefined;
  const isEscaped = Boolean(app.get('json escape'));
  // JSON.stringify ignores a replacer that is neither a function nor an array.
  const owner = isObject(replacer) ? replacer : NO_REPLACER;
  let known = framings.get(owner);
  if (known === undefined) framings.set(owner, (known = new Map<string, Framing>()));
  const key = `${kind} ${isEscaped} ${Boolean(replacer)} ${typeof spaces} ${spaces}`;
  let framing = known.get(key);
  if (framing === undefined) {
    framing = framingOf(kind, itemStringify({ replacer, spaces, isEscaped }));
    known.set(key, framing);
  }
  return framing;
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/** Returns a function that serialises an item. */
function itemStringify({ replacer, spaces, isEscaped }: JSONSettings): Stringify {
  return (item) => {
    try {
      const text = stringifyJSON(item, replacer, spaces);
      return text !== undefined && isEscaped ? escapeJSON(text) : text;
    } catch (error) {
      throw asJSONError(error, item);
    }
  };
}

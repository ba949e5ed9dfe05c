import type { Response as ExpressResponse } from 'express';
import type { ItemKind } from '../responses/brand';
import type { EventStream } from '../responses/event-stream';
import { framingOf, type Stringify } from '../responses/framing';
import { stringifyJSON, type Replacer } from '../responses/json-body';
import type { AnyResponse } from '../responses/response';
import { openSource } from '../streams/source';
import { escapeJSON } from './escape-json';
import type { Exchange } from './exchange';
import { heartbeatOf } from '../streams/heartbeat';
import { asJSONError } from './json';
import { promisedLength, sendStream } from './stream';

/** Sends an iterable item by item, as a JSON array, lines or events. */
export function writeItems(response: AnyResponse, exchange: Exchange, kind: ItemKind, items: object): Promise<void> {
  const framing = framingOf(kind, itemStringify(exchange.res, kind));
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

/** Returns a function that serialises an item with the JSON settings of the app. */
function itemStringify({ app }: ExpressResponse, kind: ItemKind): Stringify {
  const replacer = app.get('json replacer') as Replacer;
  // In lines and events, a line break has a meaning.
  const spaces = kind === 'json' ? (app.get('json spaces') as undefined | number | string) : undefined;
  const isEscaped = Boolean(app.get('json escape'));

  return (item) => {
    try {
      const text = stringifyJSON(item, replacer, spaces);
      return text !== undefined && isEscaped ? escapeJSON(text) : text;
    } catch (error) {
      throw asJSONError(error, item);
    }
  };
}

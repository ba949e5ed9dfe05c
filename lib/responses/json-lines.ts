import { brand } from './brand';
import type { ResponseInit } from './init';
import { checkItems, type Items } from './items';
import { Response } from './response';

/**
 * Values as NDJSON (https://github.com/ndjson/ndjson-spec), each in a line of its own, sent as they come. The app
 * settings `json replacer` and `json escape` count.
 */
export class JSONLines<T = unknown, S extends number = 200> extends Response<Items<T>, S> {
  static override contentType: string | null = 'application/x-ndjson';

  /** @throws UsageError `ERR_RETURNS_BODY` for what gives no items. */
  constructor(items: Items<T>, init?: ResponseInit<S>) {
    super(items, init);
    checkItems(new.target.name, items);
  }

  static {
    brand(this, 'lines');
  }
}

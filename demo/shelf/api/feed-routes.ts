import { EventStream, route, Routes, signal } from 'express-returns';
import * as z from 'zod';
import type { Changes } from '../catalogue/changes';
import { Media } from './schemas';
import type { Shelf } from './shelf';

const Events = { ready: z.object({}), added: Media, removed: z.object({ id: z.int() }) };

/** The live feed of what is added and removed, by any process. */
export function feedRoutes({ changes }: Shelf) {
  const feed = route.get(
    '/feed',
    {
      returns: [EventStream.of(Events)],
      summary: 'A live feed of the shelf',
      name: 'feed',
      tags: ['feed'],
    },
    async (req) => {
      const known = Number(req.get('Last-Event-ID') ?? NaN);
      const last = Number.isSafeInteger(known) ? known : await changes.latest();
      return new EventStream(events(changes, last, signal(req)));
    },
  );

  return new Routes(feed);
}

async function* events(changes: Changes, last: number, signal: AbortSignal) {
  // Has a number from the start: a client that is cut off before anything happens misses nothing, either.
  yield { id: last, event: 'ready', data: {}, retry: 1000 } as const;
  for await (const { id, name, media } of changes.after(last, signal)) {
    yield name === 'added' ? ({ id, event: name, data: media } as const) : ({ id, event: name, data: media } as const);
  }
}

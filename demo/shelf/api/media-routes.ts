import { JSON, Response, route, Routes } from 'express-returns';
import type { Page } from '../catalogue/catalogue';
import { errors } from './errors';
import { Media, MediaPage, Search } from './schemas';
import type { Shelf } from './shelf';
import { signedIn } from './signed-in';

const tags = ['media'];

/** List, search, page, look at one, remove. */
export function mediaRoutes({ catalogue, people, folder }: Shelf) {
  const listMedia = route.get(
    '/media',
    {
      query: Search,
      returns: [JSON.of(MediaPage, { headers: { Link: 'The pages before and after this one (RFC 8288)' } })],
      summary: 'Search',
      name: 'listMedia',
      tags,
    },
    async (req) => {
      const { page, ...search } = req.query;
      const found = await catalogue.page(page, search);
      return new JSON(found, { headers: { Link: linkHeader(found) } });
    },
  );

  const getMedia = route.get(
    '/media/<id:int>',
    { returns: [JSON.of(Media), errors.get(1110)], summary: 'One of the shelf', name: 'getMedia', tags },
    async (req) => (await catalogue.get(req.params.id)) ?? errors.error(1110, req.params.id),
  );

  const removeMedia = route.delete(
    '/media/<id:int>',
    {
      returns: [Response.of(204), errors.get(1110), errors.get(1111)],
      summary: 'Remove one of your own',
      name: 'removeMedia',
      tags,
    },
    signedIn(people),
    async (req) => {
      const media = await catalogue.stored(req.params.id);
      if (media === undefined) return errors.error(1110, req.params.id);
      if (media.owner !== req.person) return errors.error(1111, media.owner);
      await catalogue.remove(media.id);
      // Later, since others may be reading it: on Windows it could not be removed then.
      return new Response(null, { status: 204, after: () => folder.remove(media.file) });
    },
  );

  return new Routes(listMedia, getMedia, removeMedia);
}

/** The value of `Link`: relative, so that it fits behind any proxy. */
function linkHeader({ page, pages }: Page): string {
  const targets = { prev: page - 1, next: page + 1, last: pages };
  return Object.entries(targets)
    .filter(([, target]) => target >= 1 && target <= pages)
    .map(([rel, target]) => `<?page=${target}>; rel="${rel}"`)
    .join(', ');
}

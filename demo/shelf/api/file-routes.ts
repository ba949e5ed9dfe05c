import { File, JSON, Redirect, route, Routes } from 'express-returns';
import * as z from 'zod';
import { errors } from './errors';
import type { Shelf } from './shelf';
import { signedIn } from './signed-in';

// A file never changes under its number. Opened by itself it is only a file: nothing in it runs as this site.
const FILE = {
  maxAge: '1d',
  immutable: true,
  headers: { 'Content-Security-Policy': "sandbox; default-src 'none'", 'X-Content-Type-Options': 'nosniff' },
} as const;

/** Watch, download, share. */
export function fileRoutes({ catalogue, people }: Shelf) {
  const watch = route.get(
    '/media/<id:int>/file',
    { returns: [File, errors.get(1110)], summary: 'The file, to watch and seek', name: 'watch', tags: ['files'] },
    async (req) => {
      const media = await catalogue.stored(req.params.id);
      if (media === undefined) return errors.error(1110, req.params.id);
      return new File(media.file, { ...FILE, contentType: media.type });
    },
  );

  const download = route.get(
    '/media/<id:int>/download',
    { returns: [File, errors.get(1110)], summary: 'The file, under its name', name: 'download', tags: ['files'] },
    async (req) => {
      const media = await catalogue.stored(req.params.id);
      if (media === undefined) return errors.error(1110, req.params.id);
      return new File(media.file, { ...FILE, contentType: media.type, download: media.name });
    },
  );

  const share = route.post(
    '/media/<id:int>/link',
    {
      returns: [JSON.of(z.object({ path: z.string() })), errors.get(1110)],
      summary: 'A short link to share',
      name: 'share',
      tags: ['files'],
    },
    signedIn(people),
    async (req) => {
      if ((await catalogue.get(req.params.id)) === undefined) return errors.error(1110, req.params.id);
      return new JSON({ path: `/s/${await catalogue.link(req.params.id)}` });
    },
  );

  return new Routes(watch, download, share);
}

/** The short links themselves, at the root of the site. */
export function linkRoutes({ catalogue }: Shelf) {
  const follow = route.get(
    '/s/:code',
    { returns: [Redirect, errors.get(1130)], summary: 'A short link', name: 'follow', tags: ['files'] },
    async (req) => {
      const id = await catalogue.linked(req.params.code);
      return id === undefined ? errors.error(1130) : new Redirect(`/?media=${id}`);
    },
  );

  return new Routes(follow);
}

import { parse } from 'node:path';
import { JSON, route, Routes } from 'express-returns';
import { MAX_MEGABYTES, receiveUpload } from './receive-upload';
import { Media, NewMedia } from './schemas';
import type { Shelf } from './shelf';
import { signedIn } from './signed-in';

const FILE = { types: ['image/*', 'audio/*', 'video/*'], maxBytes: MAX_MEGABYTES * 1_000_000 };

/** Add to the shelf. */
export function uploadRoutes({ catalogue, people, folder }: Shelf) {
  const addMedia = route.post(
    '/media',
    {
      body: NewMedia,
      files: { file: FILE },
      returns: [JSON.of(Media, 201)],
      summary: 'Add a picture, a sound or a video',
      name: 'addMedia',
      tags: ['media'],
    },
    signedIn(people),
    receiveUpload(folder),
    async (req) => {
      const { upload, person: owner } = req;
      const { kind, type, extension } = upload.type;
      const title = req.body.title || parse(upload.name).name;
      const file = await folder.keep(upload.path, extension);
      try {
        const media = await catalogue.add({ ...upload, title, kind, type, file, owner });
        return new JSON(media, { status: 201, headers: { Location: `${req.baseUrl}/media/${media.id}` } });
      } catch (error) {
        await folder.remove(file); // The catalogue has nothing of it.
        throw error;
      }
    },
  );

  return new Routes(addMedia);
}

import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { finished } from 'node:stream';
import { promisify } from 'node:util';
import type { RequestHandler } from 'express';
import { guard, pass } from 'express-returns';
import multer, { diskStorage, MulterError } from 'multer';
import type { MediaFolder } from '../media/media-folder';
import { typeOf } from '../media/sniff';
import { errors } from './errors';

/** Bytes of the largest file, in MB. */
export const MAX_MEGABYTES = 200;

/**
 * Receives the form of an upload: its file goes to the disk as it comes. The handler gets `req.upload`. What it does
 * not move to another place is removed when the reply is over, whatever has happened until then; multer removes a file
 * that was cut off.
 */
export const receiveUpload = (folder: MediaFolder) => {
  const receive = receiver(folder);
  const returns = [errors.get(1120), errors.get(1121), errors.get(1122), errors.get(1123)];
  return guard({ returns }, async (req, res) => {
    try {
      await receive(req, res);
    } catch (fault) {
      return errorOf(fault);
    }
    if (req.file === undefined) return errors.error(1123);
    const { path, size, originalname } = req.file;
    finished(res, () => void rm(path, { force: true }));
    const type = await typeOf(path);
    return type === undefined ? errors.error(1120) : pass({ upload: { path, bytes: size, name: originalname, type } });
  });
};

/** multer as a function that gives a promise. */
function receiver({ incoming }: MediaFolder) {
  const storage = diskStorage({
    destination: incoming,
    filename: (_req, _file, done) => {
      done(null, randomUUID());
    },
  });
  const limits = { fileSize: MAX_MEGABYTES * 1_000_000, files: 1, fields: 5, parts: 6, fieldSize: 10_000 };
  // Without defParamCharset a name would be read as Latin-1.
  const upload: RequestHandler = multer({ storage, limits, defParamCharset: 'utf8' }).single('file');
  return promisify(upload);
}

/** The error for what multer or the disk has refused; anything else is a fault of the server. */
function errorOf(fault: unknown) {
  if (fault instanceof MulterError)
    return fault.code === 'LIMIT_FILE_SIZE' ? errors.error(1121, MAX_MEGABYTES) : errors.error(1123);
  const { code } = fault as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return errors.error(1122, undefined, { cause: fault });
  throw fault;
}

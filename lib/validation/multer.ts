import { createRequire } from 'node:module';
import type { Request, RequestHandler } from 'express';
import { requirePlace } from '../diagnostics/own-file';
import { UsageError } from '../diagnostics/usage-error';

/** A file before it is read, as the filter of multer gets it. */
export interface OfferedFile {
  readonly fieldname: string;
  readonly mimetype: string;
}

interface MulterOptions {
  readonly storage: unknown;
  readonly defParamCharset: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly fileFilter: (req: Request, file: OfferedFile, take: (error: null, isTaken: boolean) => void) => void;
}

/** The used part of multer 2. */
export interface Multer {
  (options: MulterOptions): { any(): RequestHandler };
  memoryStorage(): unknown;
}

/** @throws UsageError `ERR_RETURNS_DESCRIPTION` if multer is not installed. */
export function loadMulter(): Multer {
  try {
    // Loaded on demand: an optional peer of apps that take files.
    return createRequire(requirePlace())('multer') as Multer;
  } catch (cause) {
    const message = 'the option files needs the package multer: npm install multer.';
    throw new UsageError('ERR_RETURNS_DESCRIPTION', message, { cause });
  }
}

import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { fileContentType } from '../http/media-types';
import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics, WithStatus } from './construct';
import { fileOptions, type FileBody, type FileInit } from './file-init';
import { withContentType } from './init';
import { BaseResponse, type Response } from './response';
import type { Declaration, DeclarationInit, Uninferred } from './declaration';
import { checkMediaType, declareReply } from './declare';
import type { BytesKind, PlainReply } from './reply';

/**
 * A file below the media root. Its content type comes from its extension. Conditional requests and ranges are answered,
 * so downloads resume and videos seek. Any other path is a 404. The path is never percent-decoded.
 *
 * ```ts
 * new File('reports/2026.pdf', { download: 'Report.pdf', maxAge: '1h' });
 * ```
 */
export interface File<S extends number = 200> extends Response<FileBody, S> {}

/** The constructor of File. */
export interface FileConstructor extends ResponseStatics<File<Erased>> {
  new (path: string, init?: FileInit<200>): File;
  new <const S extends number, _Only>(path: string, init: WithStatus<S, FileInit<S>>): File<S>;
  new <S extends number>(path: string, ...init: InitArguments<S, FileInit<S>>): File<S>;
  /**
   * Declares a file of a media type for `returns`.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<Type extends string, const S extends number = 200>(
    mediaType: Type,
    status?: S,
  ): Uninferred<Declaration<File<S>, PlainReply<BytesKind<Type>, S>>, S>;
  of<Type extends string, const S extends number = 200>(
    mediaType: Type,
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<File<S>, PlainReply<BytesKind<Type>, S>>, S>;
}

export const File: FileConstructor = class File<S extends number> extends BaseResponse<FileBody, S> {
  static override contentType: string | null = null;

  /**
   * @throws UsageError `ERR_RETURNS_BODY` for a path that is not a string, `ERR_RETURNS_INIT` for an invalid option.
   */
  constructor(path: string, init?: FileInit<S>) {
    const { name } = new.target;
    if (typeof path !== 'string') {
      throw new UsageError(
        'ERR_RETURNS_BODY',
        `${name} needs the path of a file, relative to the media root; got ${describe(path)}.`,
      );
    }
    const { body, init: rest } = fileOptions(name, path, init);
    super(body, withContentType(rest, new.target.contentType ?? fileContentType(path)));
  }

  static of(mediaType: unknown, init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init, { contentType: checkMediaType(this, mediaType) });
  }

  static {
    brand(this, 'file');
  }
};

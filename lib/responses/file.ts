import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { fileContentType } from '../http/media-types';
import { brand } from './brand';
import { checkInit, withContentType, type ResponseInit } from './init';
import { Response } from './response';

/** What can be said of a file beside its path. */
export interface FileInit<S extends number = number> extends ResponseInit<S> {
  /** The folder that the path is relative to and may not leave. Default: the setting `mediaRoot`. */
  readonly root?: string;
}

/** Which file, and where it must lie. */
export interface FileBody {
  readonly path: string;
  readonly root?: string;
}

/**
 * A file inside a media root. Its content type comes from its extension; ranges and conditional requests are
 * answered; what is not a readable file inside the root is a 404.
 *
 * The path is a path, never percent-decoded.
 */
export class File<S extends number = 200> extends Response<FileBody, S> {
  static override contentType: string | null = null;

  /** @throws UsageError `ERR_RETURNS_BODY` for a path that is no text, `ERR_RETURNS_INIT` for a root that is none. */
  constructor(path: string, init: FileInit<S> = {}) {
    const { name } = new.target;
    checkInit(name, init, ['root']);
    if (typeof path !== 'string') {
      throw new UsageError(
        'ERR_RETURNS_BODY',
        `${name} needs the path of a file, relative to the media root; got ${describe(path)}.`,
      );
    }
    const { root, ...rest } = init;
    if (root !== undefined && (typeof root !== 'string' || root === '')) {
      throw new UsageError(
        'ERR_RETURNS_INIT',
        `The root of ${name} must be the path of a folder; got ${describe(root)}.`,
      );
    }
    super(
      Object.freeze(root === undefined ? { path } : { path, root }),
      withContentType(rest, new.target.contentType ?? fileContentType(path)),
    );
  }

  static {
    brand(this, 'file');
  }
}

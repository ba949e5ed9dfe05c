import { HTTPError } from '../../http/http-error';
import { chooseCoding } from '../../http/accept-encoding';
import type { FileBody } from '../../responses/file-init';
import type { AnyResponse } from '../../responses/response';
import { mayBeCoded } from '../compression/content-coding';
import type { Exchange } from '../exchange';
import type { OpenFile } from './open-file';
import { openInside } from './open-inside';

/** A compressed copy of a file, stored beside it with a longer name. */
export interface EncodedFile {
  readonly file: OpenFile;
  readonly coding: Coding;
}

type Coding = keyof typeof EXTENSIONS;

const EXTENSIONS = { br: '.br', gzip: '.gz' } as const;
const CODINGS: readonly Coding[] = ['br', 'gzip'];

/**
 * Opens the compressed copy that the client prefers, if it is not older than the uncompressed file. A request for a
 * range gets none, since its positions refer to the uncompressed file.
 */
export async function openEncoded(
  response: AnyResponse,
  { req, res }: Exchange,
  root: string,
  plain: OpenFile,
): Promise<EncodedFile | undefined> {
  const body = response.body as FileBody;
  if (req.headers.range !== undefined || !mayBeCoded(response, res)) return undefined;
  let left = CODINGS;
  for (;;) {
    const coding = chooseCoding(req.get('Accept-Encoding'), left);
    if (coding === undefined) return undefined;
    const file = await openSibling(root, body.path + EXTENSIONS[coding], body);
    if (file !== undefined && !isOlder(file, plain)) return { file, coding };
    file?.close();
    left = left.filter((other) => other !== coding);
  }
}

async function openSibling(root: string, path: string, body: FileBody): Promise<OpenFile | undefined> {
  try {
    return await openInside(root, path, body);
  } catch (error) {
    // The compressed copy is optional: the uncompressed file is already open.
    if (error instanceof HTTPError) return undefined;
    throw error;
  }
}

/** Compares whole seconds, since archives and some compressors store no fractions. */
function isOlder(file: OpenFile, plain: OpenFile): boolean {
  return Math.floor(file.modified / 1000) < Math.floor(plain.modified / 1000);
}

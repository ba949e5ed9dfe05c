import { HTTPError } from '../../http/http-error';
import { chooseCoding } from '../../http/accept-encoding';
import type { FileBody } from '../../responses/file-init';
import type { AnyResponse } from '../../responses/response';
import { mayBeCoded } from './content-coding';
import type { Exchange } from '../exchange';
import type { OpenFile } from '../files/open-file';
import { openInside } from '../files/open-inside';

/** A file that was compressed beforehand, and stands beside the plain one with a longer name. */
export interface EncodedFile {
  readonly file: OpenFile;
  readonly coding: Coding;
}

type Coding = keyof typeof EXTENSIONS;

const EXTENSIONS = { br: '.br', gzip: '.gz' } as const;
const CODINGS: readonly Coding[] = ['br', 'gzip'];

/**
 * The compressed sibling that a client likes best, if there is one that is not older than the plain file. A request
 * for a range never gets one: its positions are those of the plain file.
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
    // Whatever is wrong with it: the plain file is open, and right.
    if (error instanceof HTTPError) return undefined;
    throw error;
  }
}

/** By whole seconds, all that archives and some compressors keep. */
function isOlder(file: OpenFile, plain: OpenFile): boolean {
  return Math.floor(file.modified / 1000) < Math.floor(plain.modified / 1000);
}

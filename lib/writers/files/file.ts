import { UsageError } from '../../diagnostics/usage-error';
import type { FileBody } from '../../responses/file-init';
import type { AnyResponse } from '../../responses/response';
import { readBuffers } from './read-buffers';
import { codingFor } from '../compression/content-coding';
import { compressSource } from '../compression/compress-source';
import { openEncoded, type EncodedFile } from '../compression/precompressed-file';
import type { Exchange } from '../exchange';
import { fileInstead, hasFallback, responseInstead } from './fallback';
import { fileRepresentation } from './file-reply';
import { fileSource, readAtOnce } from './file-source';
import { dropLate } from '../late';
import { chooseReply, lengthOf } from '../parts';
import { removeContentFields, removeFields, setFraming } from '../stale-fields';
import { sendSource } from '../stream';
import { commit, isAnswered } from '../transaction';
import type { OpenFile } from './open-file';
import { openInside } from './open-inside';

/**
 * Sends a file inside its root, as it is when it is opened, or its fallback. `write` writes the response of one that is
 * a function.
 */
export async function writeFile(
  response: AnyResponse,
  exchange: Exchange,
  write: (response: AnyResponse, exchange: Exchange) => void | Promise<void>,
): Promise<void> {
  const body = response.body as FileBody;
  const root = body.root ?? exchange.settings.mediaRoot;
  if (root === undefined) {
    throw new UsageError(
      'ERR_RETURNS_MEDIA_ROOT',
      'A File needs a folder to be in: give routes.router({ mediaRoot }), or new File(path, { root }).',
    );
  }

  let plain: OpenFile;
  try {
    plain = await openInside(root, body.path, body);
  } catch (error) {
    const { fallback } = body;
    if (fallback === undefined || !hasFallback(response, exchange, error)) throw error;
    if (typeof fallback === 'string') return writeFile(fileInstead(response, fallback), exchange, write);
    const instead = await responseInstead(fallback, exchange);
    if (instead !== undefined) await write(instead, { ...exchange, fallbacks: (exchange.fallbacks ?? 0) + 1 });
    return;
  }
  await sendFile(response, exchange, root, plain);
}

/** Sends an open file, or the compressed one beside it, and closes it. */
async function sendFile(response: AnyResponse, exchange: Exchange, root: string, plain: OpenFile): Promise<void> {
  const { req, res } = exchange;
  let encoded: EncodedFile | undefined;
  try {
    if (response.compress === true) encoded = await openEncoded(response, exchange, root, plain);
    if (isAnswered(res)) {
      dropLate(undefined, res);
      return;
    }
    const file = encoded?.file ?? plain;
    // A range refers to the uncompressed file.
    const isCodedHere = response.compress === true && encoded === undefined && req.headers.range === undefined;
    const coding = isCodedHere ? codingFor(response, req, res, file.size) : undefined;
    const name = encoded?.coding ?? coding?.name;
    const fileCoding = name === undefined ? undefined : { name, isStored: encoded !== undefined };
    const { head, segments } = chooseReply(exchange, fileRepresentation(response, exchange, file, fileCoding));
    const length = segments === undefined || coding !== undefined ? undefined : lengthOf(segments);
    const stale = head.headers['content-range'] === undefined ? ['Content-Range'] : [];
    const end = (chunk?: Buffer): void | Promise<void> =>
      commit(head, res, () => {
        if (segments === undefined) removeContentFields(res);
        else setFraming(res, length);
        removeFields(res, stale);
        return res.end(chunk);
      });
    if (segments === undefined || req.method === 'HEAD') {
      await end();
      return;
    }
    const chunk = coding === undefined ? await readAtOnce(file, segments) : undefined;
    if (chunk === undefined) {
      const source = fileSource(file, segments, readBuffers.reserve(req, res, lengthOf(segments)));
      const sent = coding === undefined ? source : compressSource(source, coding);
      await sendSource(head, exchange, sent, { length, mayBeFresh: false, stale });
    } else if (isAnswered(res)) dropLate(undefined, res);
    else await end(chunk);
  } finally {
    plain.close();
    encoded?.file.close();
  }
}

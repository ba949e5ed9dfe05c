import type { Response as ExpressResponse } from 'express';
import { UsageError } from '../../diagnostics/usage-error';
import type { FileBody } from '../../responses/file-init';
import type { AnyResponse } from '../../responses/response';
import { readBuffers } from '../read-buffers';
import { codingFor, type Coding } from '../compression/content-coding';
import { compressSource } from '../compression/compress-source';
import { openEncoded, type EncodedFile } from './precompressed-file';
import type { Exchange } from '../exchange';
import { fileInstead, hasFallback, responseInstead } from './fallback';
import { fileRepresentation } from './file-reply';
import { fileSource, readAtOnce } from './file-source';
import { dropLate } from '../late';
import { chooseReply, lengthOf, type Reply } from '../parts';
import { removeContentFields, removeFields, setFraming, staleFields } from '../stale-fields';
import { sendSource } from '../stream';
import { commit, isAnswered } from '../transaction';
import type { OpenFile } from './open-file';
import { openInside } from './open-inside';

/** Writes the response of a fallback that is a function. */
type Write = (response: AnyResponse, exchange: Exchange) => void | Promise<void>;

/** Sends a file inside its root, as it is when it is opened, or its fallback. */
export async function writeFile(response: AnyResponse, exchange: Exchange, write: Write): Promise<void> {
  const body = response.body as FileBody;
  const root = rootOf(body, exchange);
  let plain: OpenFile;
  try {
    plain = await openInside(root, body.path, body);
  } catch (error) {
    const { fallback } = body;
    if (fallback === undefined || !hasFallback(response, exchange, error)) throw error;
    await writeFallback(fallback, response, exchange, write);
    return;
  }
  await sendFile(response, exchange, root, plain);
}

function rootOf({ root }: FileBody, { settings }: Exchange): string {
  const folder = root ?? settings.mediaRoot;
  if (folder !== undefined) return folder;
  throw new UsageError(
    'ERR_RETURNS_MEDIA_ROOT',
    'A File needs a folder: give the setting mediaRoot, as in adopt(app, { mediaRoot }) or routes.router({ mediaRoot }), or new File(path, { root }).',
  );
}

async function writeFallback(
  fallback: NonNullable<FileBody['fallback']>,
  response: AnyResponse,
  exchange: Exchange,
  write: Write,
): Promise<void> {
  if (typeof fallback === 'string') return writeFile(fileInstead(response, fallback), exchange, write);
  const instead = await responseInstead(fallback, exchange);
  if (instead !== undefined) await write(instead, { ...exchange, fallbacks: (exchange.fallbacks ?? 0) + 1 });
}

/** Sends an open file, or the compressed one beside it, and closes it. */
async function sendFile(response: AnyResponse, exchange: Exchange, root: string, plain: OpenFile): Promise<void> {
  const { res } = exchange;
  let encoded: EncodedFile | undefined;
  try {
    if (response.compress === true) encoded = await openEncoded(response, exchange, root, plain);
    if (isAnswered(res)) dropLate(undefined, res);
    else await sendReply(chooseFileReply(response, exchange, plain, encoded), exchange);
  } finally {
    plain.close();
    encoded?.file.close();
  }
}

/** A reply with a file. */
interface FileReply extends Reply {
  readonly file: OpenFile;
  /** Applied while the file is sent; `undefined` if it is sent as it is stored. */
  readonly coding: Coding | undefined;
}

function chooseFileReply(
  response: AnyResponse,
  exchange: Exchange,
  plain: OpenFile,
  encoded: EncodedFile | undefined,
): FileReply {
  const { req, res } = exchange;
  const file = encoded?.file ?? plain;
  // A range refers to the uncompressed file.
  const isCodedHere = response.compress === true && encoded === undefined && req.headers.range === undefined;
  const coding = isCodedHere ? codingFor(response, req, res, file.size) : undefined;
  const name = encoded?.coding ?? coding?.name;
  const fileCoding = name === undefined ? undefined : { name, isStored: encoded !== undefined };
  const { head, segments } = chooseReply(exchange, fileRepresentation(response, exchange, file, fileCoding));
  return { head, segments, file, coding };
}

/** Sends a small file in one piece, and a larger one while it is read. */
async function sendReply(reply: FileReply, exchange: Exchange): Promise<void> {
  const { head, segments, file, coding } = reply;
  const { req, res } = exchange;
  if (segments === undefined || req.method === 'HEAD') {
    await endReply(reply, res);
    return;
  }
  const chunk = coding === undefined ? await readAtOnce(file, segments) : undefined;
  if (chunk === undefined) {
    const source = fileSource(file, segments, readBuffers.reserve(req, res, lengthOf(segments)));
    const sent = coding === undefined ? source : compressSource(source, coding);
    const options = { length: lengthOfReply(reply), mayBeFresh: false, stale: staleFields(head) };
    await sendSource(head, exchange, sent, options);
  } else if (isAnswered(res)) dropLate(undefined, res);
  else await endReply(reply, res, chunk);
}

/** Sends a reply in one piece, or without a body. */
function endReply(reply: FileReply, res: ExpressResponse, chunk?: Buffer): void | Promise<void> {
  const { head, segments } = reply;
  return commit(head, res, () => {
    if (segments === undefined) removeContentFields(res);
    else setFraming(res, lengthOfReply(reply));
    removeFields(res, staleFields(head));
    return res.end(chunk);
  });
}

/** The length in bytes; `undefined` if it is not known before the file is compressed, or for a 304. */
function lengthOfReply({ segments, coding }: FileReply): number | undefined {
  return segments === undefined || coding !== undefined ? undefined : lengthOf(segments);
}

import type { Request, Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import type { FileBody } from '../responses/file-init';
import type { AnyResponse } from '../responses/response';
import { openEncoded, type EncodedFile } from './encoded-file';
import { chooseReply } from './file-reply';
import { fileSource, lengthOf, readAtOnce } from './file-source';
import { sendSource } from './stream';
import { commit, isAnswered } from './transaction';
import { openInside } from './wall';

/** Sends a file inside its root, as it is when it is opened. */
export async function writeFile(
  response: AnyResponse,
  req: Request,
  res: ExpressResponse,
  mediaRoot: string | undefined,
): Promise<void> {
  const body = response.body as FileBody;
  const root = body.root ?? mediaRoot;
  if (root === undefined) {
    throw new UsageError(
      'ERR_RETURNS_MEDIA_ROOT',
      'A File needs a folder to be in: give routes.router({ mediaRoot }), or new File(path, { root }).',
    );
  }

  const plain = await openInside(root, body.path, body);
  let encoded: EncodedFile | undefined;
  try {
    encoded = await openEncoded(response, req, root, plain);
    if (isAnswered(res)) return;
    const file = encoded?.file ?? plain;
    const { head, segments } = chooseReply(response, file, encoded?.coding, req, res);
    const end = (chunk?: Buffer): void | Promise<void> =>
      commit(head, res, () => {
        if (segments !== undefined) res.setHeader('Content-Length', lengthOf(segments));
        return res.end(chunk);
      });
    if (segments === undefined || req.method === 'HEAD') {
      await end();
      return;
    }
    const chunk = await readAtOnce(file, segments);
    if (chunk === undefined)
      await sendSource(head, req, res, fileSource(file, segments), lengthOf(segments), { mayBeFresh: false });
    else if (!isAnswered(res)) await end(chunk);
  } finally {
    plain.close();
    encoded?.file.close();
  }
}

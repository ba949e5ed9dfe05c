import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { AnyResponse } from '../responses/response';
import type { ViewBody } from '../responses/view';
import type { Exchange } from './exchange';
import { isAnswered } from './transaction';
import { commitWhole } from './whole';

/** Renders a view before `res` is touched, and sends what came out. */
export async function writeView(
  response: AnyResponse,
  exchange: Exchange,
  { name, locals }: ViewBody<object>,
): Promise<void> {
  const { res } = exchange;
  const html = await new Promise<unknown>((resolve, reject) => {
    // A copy: Express writes res.locals into the object that it is given.
    res.render(name, { ...locals }, (error: unknown, text) => {
      if (error) reject(error);
      else resolve(text);
    });
  });
  if (typeof html !== 'string')
    throw new UsageError(
      'ERR_RETURNS_BODY',
      `the view ${describe(name)} was rendered as ${describe(html)}, not as a string.`,
    );
  if (isAnswered(res)) return;
  await commitWhole(response, exchange, () => res.send(html));
}

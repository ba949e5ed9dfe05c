import type { Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isThenable } from '../streams/body';
import type { AnyResponse } from '../responses/response';
import type { ViewBody } from '../responses/view';
import type { Exchange } from './exchange';
import { intercept } from './intercept';
import { dropLate } from './late';
import { isAnswered, type CommitWhole } from './transaction';

/** Renders a view before it touches `res`, then sends the result. */
export async function writeView(response: AnyResponse, exchange: Exchange, commit: CommitWhole): Promise<void> {
  const view = response.body as ViewBody<object>;
  const { res } = exchange;
  const html = await render(res, view);
  if (isAnswered(res)) {
    dropLate(undefined, res);
    return;
  }
  const { name } = view;
  if (typeof html !== 'string')
    throw new UsageError(
      'ERR_RETURNS_BODY',
      `the view ${describe(name)} was rendered as ${describe(html)}, not as a string.`,
    );
  await commit(response, exchange, () => res.send(html));
}

/** Express's own method returns nothing; a wrapper may return anything, also a promise. */
type WrappedRender = (name: string, locals: object, done: (error: unknown, text?: unknown) => void) => unknown;

/**
 * The first value that `res.render` passes to its callback; later calls are ignored. A wrapper may drop the callback,
 * so that Express or the wrapper sends the page with `res.send`: the page is taken from there. A reply with a changed
 * status is the wrapper's own and no page. A wrapper that returns the page, or a promise of it, will not call back.
 */
function render(res: ExpressResponse, { name, locals }: ViewBody<object>): Promise<unknown> {
  const { statusCode } = res;
  return new Promise((resolve, reject) => {
    const restore = intercept(res, 'send', ([page]) => {
      const isPage = typeof page === 'string' && res.statusCode === statusCode;
      resolve(page);
      return isPage;
    });
    const settle = (error: unknown, text?: unknown): void => {
      restore();
      if (error) reject(error);
      else resolve(text);
    };
    const checkReturned = (returned: unknown): void => {
      if (typeof returned === 'string') settle(noCallback(name));
    };
    try {
      const returned = (res.render as WrappedRender).call(res, name, copyLocals(locals), settle);
      if (isThenable(returned)) Promise.resolve(returned).then(checkReturned, settle);
      else checkReturned(returned);
    } catch (error) {
      settle(error);
    }
  });
}

function noCallback(name: string): UsageError {
  return new UsageError(
    'ERR_RETURNS_BODY',
    `res.render gave the view ${describe(name)} as its result, and neither called back nor sent it. Call the callback of res.render in the wrapper.`,
  );
}

/**
 * Copies the locals, since Express adds `res.locals` to the object. Inherited locals become own properties, which
 * Express 5 needs; Express 4 reads both.
 */
function copyLocals(locals: object): object {
  const inherited: Record<string, unknown> = {};
  for (const name in locals) {
    if (Object.hasOwn(locals, name) || name === '__proto__') continue;
    inherited[name] = (locals as Readonly<Record<string, unknown>>)[name];
  }
  return { ...inherited, ...locals };
}

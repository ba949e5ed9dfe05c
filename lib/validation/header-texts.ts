import type { Request } from 'express';
import type { RouteFunction } from '../handlers/roles';
import { isThenable } from '../streams/body';

/** Headers that Express, its middleware and files read when a reply is sent, as texts. */
const READ_LATER: ReadonlySet<string> = new Set([
  ...['accept', 'accept-charset', 'accept-encoding', 'accept-language', 'authorization', 'cache-control', 'connection'],
  ...['content-length', 'content-type', 'cookie', 'host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range'],
  ...['if-unmodified-since', 'range', 'te', 'transfer-encoding', 'upgrade', 'user-agent'],
  ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-requested-with'],
]);

/** The headers of a request before those that are read later got other values. */
const texts = new WeakMap<Request, Request['headers']>();

/** Sets validated headers; all others stay. */
export function setHeaders(req: Request, values: Request['headers']): void {
  const { headers } = req;
  for (const name in values)
    if (values[name] !== headers[name] && READ_LATER.has(name)) {
      texts.set(req, headers);
      break;
    }
  req.headers = { ...headers, ...values };
}

/** The handler, after whose result the headers that are read later are texts again. */
export function withHeaderTexts(handler: RouteFunction): RouteFunction {
  return (req, res, next) => {
    const given = texts.get(req);
    if (given === undefined) return handler(req, res, next);
    const restore = (): void => {
      restoreTexts(req, given);
    };
    let isLater = false;
    try {
      const result = handler(req, res, next);
      isLater = isThenable(result);
      return isLater ? Promise.resolve(result).finally(restore) : result;
    } finally {
      if (!isLater) restore();
    }
  };
}

function restoreTexts(req: Request, given: Request['headers']): void {
  const kept = Object.entries(req.headers).filter(([name]) => !READ_LATER.has(name));
  const later = Object.entries(given).filter(([name]) => READ_LATER.has(name));
  req.headers = Object.fromEntries([...kept, ...later]);
}

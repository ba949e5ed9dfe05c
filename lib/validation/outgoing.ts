import type { Request } from 'express';
import { cut, describe } from '../diagnostics/describe';
import { warn } from '../diagnostics/usage-error';
import { isCoded } from '../errors/error-details';
import type { CheckReturns, Description, Returnable } from '../handlers/description';
import { describePlace } from '../handlers/describe-place';
import { Status } from '../http/status';
import type { DeclarationData } from '../responses/declaration';
import type { Exchange, Outgoing } from '../writers/exchange';
import { DeclaredReplies, type Undeclared } from './declared-replies';
import { compileBodyFilter, type BodyFilter, type BodyWarnings } from './reply-body';

/** The route whose replies are declared. */
export interface DeclaredRoute {
  /** The route as messages name it. */
  readonly place: string;
  readonly options: Description;
  /** The entries of its guards, which count for each route that they guard. */
  readonly guardReturns: readonly Returnable[];
}

/** Warnings of one route: names of fields may come from data, so their number is limited. */
const MOST_WARNINGS = 100;

/**
 * Compiles the step for all that goes out of a route with `returns`: leaves out of bodies what is not declared, checks
 * them, and warns of replies and fields that are not declared. The last is done in development only.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` for an entry that declares nothing.
 */
export function compileOutgoing({ place, options, guardReturns }: DeclaredRoute): Outgoing {
  const replies = new DeclaredReplies([...(options.returns ?? []), ...guardReturns]);
  const filters = new Map<DeclarationData, BodyFilter>();
  for (const declared of replies.all) {
    const filter = compileBodyFilter(declared);
    if (filter !== undefined) filters.set(declared, filter);
  }
  const warnOnce = warnings();

  const bodyWarnings: BodyWarnings = {
    dropped: (path) => {
      warnOnce(`the field ${path}`, () => droppedField(place, path));
    },
    unknownEvent: (name) => {
      warnOnce(`the event ${name}`, () => unknownEvent(place, name));
    },
    notStripped: (vendor) => {
      warnOnce(`the validator ${vendor}`, () => notStripped(place, vendor));
    },
  };
  const report = (found: Undeclared | undefined, exchange: Exchange): void => {
    if (found !== undefined) warnOnce(found.fact, () => undeclaredReply(place, found, exchange));
  };

  return {
    filter: (response, exchange) => {
      const isDevelopment = inDevelopment(exchange.req);
      if (isDevelopment && !isOfLibrary(response, exchange, options))
        report(replies.undeclared(response, exchange.settings), exchange);
      if (filters.size === 0) return response;
      const declared = replies.find(response);
      const filter = declared && filters.get(declared);
      if (filter === undefined) return response;
      const { strip = true, checkReturns = 'development' } = exchange.settings;
      return filter(response, {
        isStripped: strip,
        isChecked: isChecked(checkReturns, isDevelopment),
        warnings: isDevelopment ? bodyWarnings : undefined,
      });
    },
    noteThrown: (error, exchange) => {
      if (inDevelopment(exchange.req)) report(replies.undeclaredError(error, exchange), exchange);
    },
  };
}

function undeclaredReply(place: string, { fact, entry }: Undeclared, { req, fn }: Exchange): string {
  const by = fn === undefined ? place : describePlace({ req, fn });
  return `${by}: replied with ${fact}, which ${place} does not declare. Add ${entry} to its returns, or to those of the guard that replied.`;
}

function droppedField(place: string, path: string): string {
  return `${place}: the field ${cut(path)} is not in the schema of its reply and was left out. Add it to the schema, or remove it from what is returned; with the option strip: false it is sent.`;
}

function unknownEvent(place: string, name: string): string {
  return `${place}: the event ${describe(name)} is not declared, so its data was sent as it was. Add it to EventStream.of({ ... }) in the returns of the route.`;
}

function notStripped(place: string, vendor: string): string {
  return `${place}: the schema of its reply (${cut(vendor)}) gives no JSON Schema, so a field that it does not have is sent, too. Give it one (~standard.jsonSchema.output), or set strip: false if all fields may be sent.`;
}

function isChecked(checkReturns: CheckReturns, isDevelopment: boolean): boolean {
  if (typeof checkReturns === 'number') return Math.random() < checkReturns;
  return checkReturns === 'always' || (checkReturns === 'development' && isDevelopment);
}

const INPUTS = ['params', 'query', 'headers', 'cookies', 'body', 'files'] as const;

/** Whether a reply is one that the library gives by itself: those of validation, and the fallback of a file. */
function isOfLibrary(response: unknown, { fallbacks = 0 }: Exchange, options: Description): boolean {
  if (fallbacks > 0) return true;
  if (!isCoded(response)) return false;
  // No code of an app is a status.
  const hasBody = options.body !== undefined || options.files !== undefined;
  if (response.code === Status.CONTENT_TOO_LARGE || response.code === Status.UNSUPPORTED_MEDIA_TYPE) return hasBody;
  return response.code === 1002 && INPUTS.some((name) => options[name] !== undefined);
}

/** Whether the app runs in any other environment than production, as Express itself distinguishes them. */
function inDevelopment(req: Request): boolean {
  // A request of a unit test may have no app, or one without settings.
  const app = req.app as Partial<Request['app']> | undefined;
  const env: unknown = typeof app?.get === 'function' ? app.get('env') : process.env['NODE_ENV'];
  return env !== 'production';
}

/** A function that warns once for each key. */
function warnings(): (key: string, message: () => string) => void {
  const given = new Set<string>();
  return (key, message) => {
    if (given.has(key) || given.size === MOST_WARNINGS) return;
    given.add(key);
    warn('ERR_RETURNS_UNDECLARED', message());
  };
}

import { describe } from '../diagnostics/describe';
import { ANY, checkOptions, type OptionCheck, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { parseMediaType } from '../http/media-type';
import { hasNoBody } from '../http/status';
import { isStandardSchema, type OutputOf, type InputOf, type StandardSchema } from '../schema/standard-schema';
import { brandOf, type BodyKind } from './brand';
import { createDeclaration, type Declaration, type DeclarationData, type DeclarationInit } from './declaration';

/**
 * The schema of a reply. One that transforms is refused by the compiler: a handler's value is validated and sent as it
 * is, so its type must be what goes into the schema and what comes out.
 */
export type ReplySchema<Schema extends StandardSchema> = Schema &
  (OutputOf<Schema> extends InputOf<Schema>
    ? unknown
    : 'the schema of a reply cannot transform: what comes out of it does not fit what goes in');

/** The static members of a class that are declared; `of` is called on the class or a subclass. */
export interface DeclaredClass {
  readonly name: string;
  readonly prototype: object;
  readonly contentType?: string | null;
}

/** The parts of a declaration that depend on the class. */
export type DeclaredParts = Pick<DeclarationData, 'schema' | 'events' | 'isEnvelope' | 'contentType'>;

const DOCUMENT_TEXTS: OptionCheck = { wanted: 'an object of descriptions by name', isRight: isTexts };
const INIT_CHECKS: OptionChecks = {
  status: ANY,
  description: { wanted: 'a text', isRight: (value) => typeof value === 'string' },
  headers: DOCUMENT_TEXTS,
  examples: { wanted: 'an object of examples by name', isRight: isPlainObject },
};

const REDIRECTS: ReadonlySet<number> = new Set([300, 301, 302, 303, 307, 308]);

/**
 * Creates the declaration of a class: `X.of(...)`. Its return type fits every declaration, whose types are those of the
 * interface of the class.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong status or option.
 */
export function declareReply(
  given: DeclaredClass,
  init: number | DeclarationInit | undefined,
  parts: Partial<DeclaredParts> = {},
): Declaration<never, never> {
  const kind = brandOf(given.prototype)?.kind ?? 'body';
  const place = `${given.name}.of()`;
  const { status = defaultStatus(given), ...rest } = init === undefined ? {} : toInit(place, init);
  checkStatus(place, kind, status, parts);
  const contentType = hasNoBody(status) ? null : (given.contentType ?? null);
  return createDeclaration({ kind, name: given.name, status, contentType, ...rest, ...parts });
}

/** The status of a class without an init. Exceptions have it on their prototype. */
export function defaultStatus({ prototype }: DeclaredClass): number {
  if (brandOf(prototype)?.kind === 'redirect') return 307;
  const { status } = prototype as { readonly status?: unknown };
  return typeof status === 'number' ? status : 200;
}

/** @throws UsageError `ERR_RETURNS_DESCRIPTION` for a value that is not a schema. */
export function checkSchema(given: DeclaredClass, schema: unknown): StandardSchema {
  if (isStandardSchema(schema)) return schema;
  throw wrong(
    `${given.name}.of()`,
    `takes a schema of any validator that implements Standard Schema; got ${describe(schema)}.`,
  );
}

/**
 * Checks the schema of all events, or schemas by the names of events.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION`
 */
export function checkEvents(given: DeclaredClass, schemas: unknown): Pick<DeclaredParts, 'schema' | 'events'> {
  // A function may be a schema; an object of schemas is none itself.
  if (isStandardSchema(schemas) || !isPlainObject(schemas)) return { schema: checkSchema(given, schemas) };
  const entries = Object.entries(schemas as Readonly<Record<string, unknown>>);
  if (entries.length === 0)
    throw wrong(`${given.name}.of()`, 'takes a schema, or one for each name of an event; got {}.');
  return { events: Object.freeze(Object.fromEntries(entries.map(([name, one]) => [name, checkSchema(given, one)]))) };
}

/** @throws UsageError `ERR_RETURNS_DESCRIPTION` for a value that is not a media type. */
export function checkMediaType(given: DeclaredClass, mediaType: unknown): string {
  if (typeof mediaType === 'string' && parseMediaType(mediaType) !== undefined) return mediaType;
  throw wrong(`${given.name}.of()`, `takes a media type such as 'image/png'; got ${describe(mediaType)}.`);
}

function toInit(place: string, init: number | DeclarationInit): DeclarationInit {
  if (typeof init === 'number') return { status: init };
  if (!isPlainObject(init))
    throw wrong(place, `takes a status, or { status, description, headers, examples }, last; got ${describe(init)}.`);
  checkOptions(place, init, INIT_CHECKS, 'ERR_RETURNS_DESCRIPTION');
  return init;
}

function checkStatus(place: string, kind: BodyKind, status: number, parts: Partial<DeclaredParts>): void {
  const refuse = (remedy: string) => wrong(place, `cannot have the status ${describe(status)}: ${remedy}`);
  const [least, wanted] = kind === 'error' ? [400, 'one from 400 to 599'] : [200, 'an integer from 200 to 599'];
  if (!Number.isInteger(status) || status < least || status > 599) throw refuse(`give ${wanted}.`);
  if (kind === 'redirect' && !REDIRECTS.has(status)) throw refuse('give 300, 301, 302, 303, 307 or 308.');
  if (hasNoBody(status) && (kind !== 'body' || Object.keys(parts).length > 0))
    throw refuse(`this status has no body: declare Response.of(${status}).`);
}

function isTexts(value: unknown): boolean {
  return isPlainObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(place: string, fact: string): UsageError {
  return new UsageError('ERR_RETURNS_DESCRIPTION', `${place} ${fact}`);
}

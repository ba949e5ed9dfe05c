import { describe } from '../diagnostics/describe';
import { ANY, checkOptions, FLAG, type OptionCheck, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { checkReturns, SECURITY } from '../handlers/check-returns';
import type { Description, FileRule } from '../handlers/description';
import { BYTE_SIZE, CHECK_RETURNS, TIMEOUT } from '../handlers/check-settings';
import { essenceOf } from '../http/media-type';
import { isResponse } from '../responses/response';
import { isStandardSchema } from '../schema/standard-schema';
import { remedyForSchema } from './schema-remedy';

const TEXT: OptionCheck = { wanted: 'a string', isRight: (value) => typeof value === 'string' };
const NAMES: OptionCheck = { wanted: 'an array of strings', isRight: isListOfTexts };

/** The options that describe a route. Those of `ANY` are checked by `checkDescription`. */
const DESCRIPTION_CHECKS: Readonly<Record<keyof Description, OptionCheck>> = {
  params: ANY,
  query: ANY,
  headers: ANY,
  cookies: ANY,
  body: ANY,
  bodyTypes: ANY,
  files: ANY,
  returns: ANY,
  coerce: FLAG,
  bodyLimit: BYTE_SIZE,
  strip: FLAG,
  checkReturns: CHECK_RETURNS,
  summary: TEXT,
  description: TEXT,
  tags: NAMES,
  deprecated: FLAG,
  security: SECURITY,
  hidden: FLAG,
};

const ROUTE_CHECKS: OptionChecks = { name: TEXT, timeout: TIMEOUT, ...DESCRIPTION_CHECKS };

const SCHEMAS = ['params', 'query', 'headers', 'cookies', 'body'] as const;

/**
 * Checks the options of a route, as far as the route alone tells, and returns a frozen copy of them.
 *
 * @throws UsageError `ERR_RETURNS_HANDLER` for a response, `ERR_RETURNS_SETTINGS` for an option that is unknown or has
 * a wrong type, `ERR_RETURNS_DESCRIPTION` for a value that is no schema, a body of GET or HEAD, and wrong rules of
 * bodies, files or replies.
 */
export function checkRouteOptions<Options extends Description>(
  place: string,
  options: Options,
  methods: readonly string[],
): Options {
  if (isResponse(options)) {
    throw new UsageError(
      'ERR_RETURNS_HANDLER',
      `${place}: got a response where a handler is needed: write () => response.`,
    );
  }
  checkOptions(place, options, ROUTE_CHECKS, 'ERR_RETURNS_SETTINGS');
  checkDescription(place, options, methods);
  return Object.freeze({ ...options });
}

function checkDescription(place: string, description: Description, methods: readonly string[]): void {
  for (const name of SCHEMAS) {
    const schema: unknown = description[name];
    if (schema === undefined || isStandardSchema(schema)) continue;
    throw wrong(place, `the option ${name} must be a schema; got ${describe(schema)}. ${remedyForSchema(schema)}`);
  }
  checkBody(place, description, methods);
  if (description.files !== undefined) checkFiles(place, description.files);
  if (description.returns !== undefined) checkReturns(place, description.returns);
}

function checkBody(place: string, { body, bodyTypes, files }: Description, methods: readonly string[]): void {
  const method = methods.find((each) => each === 'GET' || each === 'HEAD');
  const option = body === undefined ? 'files' : 'body';
  // RFC 9110 section 9.3.1: content of a GET has no meaning.
  if (method !== undefined && (body !== undefined || files !== undefined))
    throw wrong(
      place,
      `a ${method} request has no body, so the option ${option} could never be met. Declare query instead.`,
    );
  if (bodyTypes === undefined) return;
  if (!isListOfTypes(bodyTypes))
    throw wrong(
      place,
      `the option bodyTypes must be media types, such as ['application/json']; got ${describe(bodyTypes)}.`,
    );
  if (body === undefined)
    throw wrong(place, 'the option bodyTypes says how a body is sent, so it needs the option body.');
  const hasForms = files !== undefined || bodyTypes.some((type) => essenceOf(type) === 'multipart/form-data');
  if (hasForms)
    throw wrong(
      place,
      'a multipart/form-data body is declared by the option files alone; its texts are the body. Leave bodyTypes out.',
    );
}

const FILE_CHECKS: OptionChecks = {
  types: { wanted: "media types, such as ['image/png', 'image/*']", isRight: isListOfTypes },
  maxBytes: { wanted: 'a whole number of bytes from 1', isRight: isCount },
  maxCount: { wanted: 'a whole number from 1', isRight: isCount },
  optional: FLAG,
} satisfies Record<keyof FileRule, OptionCheck>;

function checkFiles(place: string, files: unknown): void {
  const isRecord = typeof files === 'object' && files !== null && !Array.isArray(files);
  if (!isRecord || isStandardSchema(files) || Object.keys(files).length === 0) {
    const example = "{ image: { types: ['image/png'], maxBytes: 2_000_000 } }";
    throw wrong(place, `the option files must have the fields of a form, such as ${example}; got ${describe(files)}.`);
  }
  for (const [field, rule] of Object.entries(files))
    checkOptions(`${place}: files.${field}`, rule as object, FILE_CHECKS, 'ERR_RETURNS_DESCRIPTION');
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isListOfTypes(value: unknown): boolean {
  return (
    isListOfTexts(value) &&
    value.length > 0 &&
    value.every((type) => /^[\w!#$&^.+-]+\/(?:\*|[\w!#$&^.+-]+)$/.test(type))
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function wrong(place: string, fact: string): UsageError {
  return new UsageError('ERR_RETURNS_DESCRIPTION', `${place}: ${fact}`);
}

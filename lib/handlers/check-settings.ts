import { statSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { resolve } from 'node:path';
import { describe } from '../diagnostics/describe';
import { unknownOption, wrongOption, type OptionCheck } from '../diagnostics/options';
import { UsageError, warn } from '../diagnostics/usage-error';
import type { CodeTable } from '../errors/code-table';
import { codesOf, isErrorList, type ErrorLists } from '../errors/error-list';
import type { ErrorFormat } from '../errors/error-reply';
import type { Exposes } from '../errors/exposes';
import { parseByteSize } from '../http/byte-size';
import type { WriteSettings } from '../writers/exchange';
import type { Log } from '../writers/log';
import type { Transform } from '../writers/transform';
import type { CheckReturns } from './description';
import type { RouterSettings, Settings } from './settings';

// Node replaces longer ones by 1 ms.
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The check of a timeout, of a mount or a route. */
export const TIMEOUT: OptionCheck = {
  wanted: `a number of milliseconds from 1 to ${LONGEST_TIMEOUT}`,
  isRight: (value) => typeof value === 'number' && value >= 1 && value <= LONGEST_TIMEOUT,
};

/** The check of a limit of bytes, of a mount or a route. */
export const BYTE_SIZE: OptionCheck = {
  wanted: "a number of bytes from 1, or a text such as '100kb' or '1mb'",
  isRight: (value) => parseByteSize(value) !== undefined,
};

/** The check of `checkReturns`, of a mount or a route. */
export const CHECK_RETURNS: OptionCheck = {
  wanted: "'development', 'always', 'never', or a number from 0 to 1",
  isRight: (value) =>
    typeof value === 'number'
      ? value >= 0 && value <= 1
      : value === 'development' || value === 'always' || value === 'never',
};

const CODE = 'ERR_RETURNS_SETTINGS';

/** Refuses a wrong value of a setting, and returns the value that writers use. */
type Check<T> = (name: string, value: unknown, place: string) => T;

// A new setting is a line here and a line in its interface; everything else follows.
const CHECKS: Readonly<Record<keyof Settings, Check<unknown>>> = {
  mediaRoot: checkMediaRoot,
  errors: checkErrors,
  errorFormat: checkErrorFormat,
  errorTypes: checkErrorTypes,
  exposes: checkExposes,
  log: checkLog,
  transform: checkTransform,
  timeout: checkTimeout,
  coerce: checkBoolean,
  bodyLimit: checkBodyLimit,
  strip: checkBoolean,
  checkReturns: checkCheckReturns,
};
const ROUTER_CHECKS: Readonly<Record<Exclude<keyof RouterSettings, keyof Settings>, Check<boolean>>> = {
  mergeParams: checkBoolean,
  caseSensitive: checkBoolean,
  strict: checkBoolean,
};

/**
 * Checks the settings of a mount, and returns those that are not options of the Router. `others` are options that were
 * checked before, for the message about an unknown one.
 *
 * @throws UsageError `ERR_RETURNS_SETTINGS` for an unknown or wrong one.
 */
export function checkSettings(
  place: string,
  settings: RouterSettings,
  isRouter: boolean,
  others: readonly string[] = [],
): WriteSettings {
  if (typeof settings !== 'object' || (settings as unknown) === null)
    throw new UsageError(CODE, `${place} takes an object of settings; got ${describe(settings)}.`);
  if (settings instanceof IncomingMessage)
    throw new UsageError(
      CODE,
      `${place} got a request as its settings: write app.use(${place}), with its parentheses.`,
    );
  const checks: Readonly<Record<string, Check<unknown>>> = isRouter ? { ...CHECKS, ...ROUTER_CHECKS } : CHECKS;
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings) as [string, unknown][]) {
    if (!Object.hasOwn(checks, name)) throw unknownSetting(place, name, [...others, ...Object.keys(checks)]);
    if (value === undefined) continue;
    const used = checks[name]?.(name, value, place);
    if (Object.hasOwn(CHECKS, name)) checked[name] = used;
  }
  return checked;
}

function unknownSetting(place: string, name: string, known: readonly string[]): UsageError {
  if (!Object.hasOwn(ROUTER_CHECKS, name)) return unknownOption(place, name, known, CODE);
  const remedy = 'It is an option of a Router: give it to routes.router(), or to the app itself.';
  return new UsageError(CODE, `${place} has no option ${describe(name)}. ${remedy}`);
}

function checkBoolean(name: string, value: unknown, place: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongSetting(name, value, place, 'true or false');
}

function checkMediaRoot(name: string, mediaRoot: unknown, place: string): string {
  if (typeof mediaRoot !== 'string' || mediaRoot === '')
    throw wrongSetting(name, mediaRoot, place, 'the path of a folder');
  const folder = resolve(mediaRoot);
  // Not refused: the folder may be created later, by the first upload.
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    warn(
      'ERR_RETURNS_SETTINGS',
      `The mediaRoot ${describe(mediaRoot)} of ${place} is not a folder (${folder}): every File in it will be a 404.`,
    );
  }
  return folder;
}

function checkErrors(name: string, errors: unknown, place: string): CodeTable {
  const lists = Array.isArray(errors) ? (errors as readonly unknown[]) : [errors];
  for (const list of lists) {
    if (!isErrorList(list)) throw wrongSetting(name, list, place, 'an ErrorList or an array of them');
  }
  try {
    return codesOf(errors as ErrorLists);
  } catch (error) {
    throw error instanceof UsageError ? error.at(place) : error;
  }
}

function checkErrorFormat(name: string, format: unknown, place: string): ErrorFormat {
  if (format === 'envelope' || format === 'problem') return format;
  if (typeof format === 'function') return format as ErrorFormat;
  throw wrongSetting(name, format, place, "'envelope', 'problem' or a function (error, req) => response");
}

function checkExposes(name: string, exposes: unknown, place: string): Exposes {
  if (typeof exposes === 'function') return exposes as Exposes;
  throw wrongSetting(name, exposes, place, 'a function (error) => boolean');
}

function checkErrorTypes(name: string, types: unknown, place: string): string {
  // With any base: a relative reference is allowed (RFC 9457 section 3.1.1).
  if (typeof types === 'string' && types !== '' && URL.canParse(types, 'http://localhost')) return types;
  throw wrongSetting(
    name,
    types,
    place,
    "a URI that the code can be put behind, such as 'https://example.com/errors#'",
  );
}

function checkLog(name: string, log: unknown, place: string): Log {
  if (typeof log === 'function') return log as Log;
  throw wrongSetting(name, log, place, 'a function (error, req) => void');
}

function checkTransform(name: string, transform: unknown, place: string): readonly Transform[] {
  const transforms: readonly unknown[] = Array.isArray(transform) ? transform : [transform];
  for (const each of transforms) {
    if (typeof each !== 'function')
      throw wrongSetting(name, each, place, 'a function (response, req) => response, or an array of them');
  }
  return Object.freeze([...(transforms as Transform[])]);
}

function checkTimeout(name: string, timeout: unknown, place: string): number {
  if (TIMEOUT.isRight(timeout)) return timeout as number;
  throw wrongSetting(name, timeout, place, TIMEOUT.wanted);
}

function checkBodyLimit(name: string, limit: unknown, place: string): number {
  const bytes = parseByteSize(limit);
  if (bytes === undefined) throw wrongSetting(name, limit, place, BYTE_SIZE.wanted);
  return bytes;
}

function checkCheckReturns(name: string, value: unknown, place: string): CheckReturns {
  if (CHECK_RETURNS.isRight(value)) return value as CheckReturns;
  throw wrongSetting(name, value, place, CHECK_RETURNS.wanted);
}

function wrongSetting(name: string, value: unknown, place: string, wanted: string): UsageError {
  return wrongOption(place, [name, value], wanted, CODE);
}

import { describe } from '../diagnostics/describe';
import { checkOptions, FUNCTION, type OptionCheck, type OptionChecks } from '../diagnostics/options';
import { shareClass } from '../diagnostics/shared-class';
import { UsageError } from '../diagnostics/usage-error';
import { isThenable } from '../streams/body';

/** How the values of a typed variable are read and written. */
export interface ConverterInit<T> {
  /**
   * Returns the value of a matching string; `undefined` if there is none, so that the route does not match. An error
   * that it throws is treated like one of the handler.
   *
   * @default the string
   */
  parse?(text: string): T | undefined;
  /** Returns the string for a value, for `routes.url()`. @default `String(value)` */
  format?(value: T): string;
  /** The JSON Schema of the strings, for OpenAPI documents. @default a string of the pattern */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** Parses and formats the values of a typed variable. */
export interface VariableType<T = unknown> {
  /** Returns the value of a decoded string; `undefined` if the string is not of this type. */
  parse(text: string): T | undefined;
  format(value: T): string;
}

/** Longer strings never match. This bounds the time of a super-linear pattern. */
const LONGEST = 256;

/**
 * A type for typed variables, given to a `Routes`.
 *
 * ```ts
 * const hex = new Converter(/[0-9a-f]+/, { parse: (text) => parseInt(text, 16), format: (id) => id.toString(16) });
 * const routes = new Routes({ converters: { hex } });
 * routes.get('/colors/<id:hex>', (req) => new JSON(req.params.id));
 * ```
 *
 * The pattern must match the whole string. A string of more than 256 characters never matches.
 *
 * @throws UsageError `ERR_RETURNS_CONVERTER` for a pattern with unsupported flags or groups.
 */
export class Converter<T = string> implements VariableType<T> {
  readonly pattern: RegExp;
  /** The JSON Schema of the strings, for OpenAPI documents. */
  readonly schema: Readonly<Record<string, unknown>> | undefined;
  readonly #init: ConverterInit<T>;
  readonly #whole: RegExp;

  constructor(pattern: RegExp, init: ConverterInit<T> = {}) {
    this.pattern = checkPattern(pattern);
    this.#init = checkInit(pattern, init);
    this.schema = this.#init.schema;
    this.#whole = whole(pattern);
    if (this.#whole.test('')) throw wrong(pattern, 'it matches the empty string, which is never part of a path.');
    Object.freeze(this);
  }

  parse(text: string): T | undefined {
    if (text.length > LONGEST || !this.#whole.test(text)) return undefined;
    const value = this.#init.parse === undefined ? (text as T) : this.#init.parse(text);
    if (!isThenable(value)) return value;
    // An unhandled rejection would end the process.
    value.then(undefined, () => undefined);
    throw wrong(this.pattern, 'parse returned a promise. Query data in a guard or in the handler.');
  }

  format(value: T): string {
    return this.#init.format === undefined ? String(value) : this.#init.format(value);
  }

  static {
    shareClass({ ownClass: Converter, name: 'Converter', protocol: 1, internals: {} });
  }
}

function whole(pattern: RegExp): RegExp {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags);
}

function checkPattern(pattern: unknown): RegExp {
  if (!(pattern instanceof RegExp)) {
    throw new UsageError('ERR_RETURNS_CONVERTER', `A Converter needs a RegExp first; got ${describe(pattern)}.`);
  }
  const [flag] = /[gym]/.exec(pattern.flags) ?? [];
  if (flag !== undefined)
    throw wrong(pattern, `remove the flag ${flag}: the pattern is matched against one whole string.`);
  // With an empty alternative the pattern always matches, and the result has an item for each group.
  const groups = (new RegExp(`${pattern.source}|`, pattern.flags).exec('')?.length ?? 1) - 1;
  if (groups > 0) throw wrong(pattern, 'parse receives the whole string: write (?:...) for a group.');
  return pattern;
}

const SCHEMA: OptionCheck = {
  wanted: 'a JSON Schema',
  isRight: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};
const CHECKS: OptionChecks = { parse: FUNCTION, format: FUNCTION, schema: SCHEMA };

function checkInit<T>(pattern: RegExp, init: ConverterInit<T>): ConverterInit<T> {
  checkOptions(`the Converter ${String(pattern)}`, init, CHECKS, 'ERR_RETURNS_CONVERTER');
  return Object.freeze({ ...init });
}

function wrong(pattern: RegExp, fact: string): UsageError {
  return new UsageError('ERR_RETURNS_CONVERTER', `The Converter ${String(pattern)}: ${fact}`);
}

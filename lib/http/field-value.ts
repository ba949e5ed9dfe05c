import { validateHeaderValue } from 'node:http';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { normaliseMediaType } from './media-type';
import { isVary } from './vary';

/** The value of a header in a response. An array is a repeated field. */
export type FieldValue = string | readonly string[];

/** Fields that must not be repeated: methods of Express read each as one string. */
const SINGLE: ReadonlyMap<string, string> = new Map([
  ['content-type', 'A response has one content type.'],
  ['location', 'A response has one location.'],
]);

/**
 * Checks the value of a header by the grammar of its field, and joins it with the earlier values of that field.
 *
 * @throws UsageError `ERR_RETURNS_HEADER` for a value that cannot be sent.
 */
export function fieldValue(name: string, before: FieldValue | undefined, given: unknown): FieldValue {
  const key = name.toLowerCase();
  const value = join(key, before, checkValue(name, given));
  switch (key) {
    case 'vary':
      return checkVary(value);
    case 'content-type':
      return contentTypeValue(value);
    case 'content-length':
      if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return value;
      throw wrongValue(key, value, 'It is one number of bytes (RFC 9110 section 8.6).');
    case 'transfer-encoding':
      throw wrongValue(key, value, 'Node chooses the transfer coding itself; leave the header out.');
    case 'content-disposition':
      if (typeof value === 'string') return value;
      // Node throws for a list where it knows the length of the body.
      throw wrongValue(key, value, 'A response has one (RFC 6266); give a string.');
    case 'trailer':
      throw wrongValue(
        key,
        value,
        'The library sends no trailers, and Node refuses to announce any; leave the header out.',
      );
    default:
      return value;
  }
}

/** Several lines are one list (RFC 9110 section 5.3); its empty elements are ignored (section 5.6.1.2). */
function checkVary(value: FieldValue): FieldValue {
  const wrong = [value].flat().find((line) => !isVary(line));
  if (wrong === undefined) return value;
  throw wrongValue('vary', wrong, 'It is a list of header names, or * (RFC 9110 section 12.5.5).');
}

/** `res.send` parses the content type to add the charset of a string, and throws if it cannot parse it. */
function contentTypeValue(value: FieldValue): string {
  const normal = typeof value === 'string' ? normaliseMediaType(value) : undefined;
  if (normal !== undefined) return normal;
  throw wrongValue(
    'content-type',
    value,
    "It is a media type such as 'text/csv; charset=utf-8' (RFC 9110 section 8.3.1).",
  );
}

function checkValue(name: string, value: unknown): FieldValue {
  if (!Array.isArray(value)) return checkText(name, value);
  if (value.length === 0) throw wrongValue(name, value, 'Leave it out, or give at least one value.');
  return Object.freeze(Array.from(value, (item: unknown) => checkText(name, item)));
}

function checkText(name: string, value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string')
    throw wrongValue(name, value, 'Give a string, a finite number, or an array of strings.');
  try {
    // A Location is encoded by `res.location` when it is sent.
    validateHeaderValue(name, name.toLowerCase() === 'location' ? value.replace(/[^\0-\xff]/g, '') : value);
  } catch (cause) {
    const remedy = 'CR, LF, NUL, other control characters and characters above U+00FF cannot be sent; encode them.';
    throw wrongValue(name, value, remedy, cause);
  }
  return value;
}

function join(key: string, before: FieldValue | undefined, value: FieldValue): FieldValue {
  const remedy = SINGLE.get(key);
  if (remedy !== undefined && (before !== undefined || typeof value !== 'string'))
    throw wrongValue(key, before === undefined ? value : [before, value], remedy);
  return before === undefined ? value : Object.freeze([before, value].flat());
}

function wrongValue(name: string, value: unknown, remedy: string, cause?: unknown): UsageError {
  return new UsageError(
    'ERR_RETURNS_HEADER',
    `The value of the header ${describe(name)} is ${describe(value)}. ${remedy}`,
    cause === undefined ? {} : { cause },
  );
}

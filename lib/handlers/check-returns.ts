import { describe } from '../diagnostics/describe';
import type { OptionCheck } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { declarationOf } from '../errors/declaration-of';
import { essenceOf } from '../http/media-type';
import type { Declaration } from '../responses/declaration';

/** The check of the option `security`, of a route or a guard. */
export const SECURITY: OptionCheck = {
  wanted: 'the name of a security scheme, or an array of names',
  isRight: (value) => typeof value === 'string' || isListOfTexts(value),
};

/**
 * Checks the replies that a route or a guard declares.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` for an empty list, a wrong entry, and two entries for one reply.
 */
export function checkReturns(place: string, returns: unknown): void {
  if (!Array.isArray(returns) || returns.length === 0) {
    const got = Array.isArray(returns) ? 'an empty array, with which no reply is allowed' : describe(returns);
    throw wrong(place, `the option returns must be an array of replies, such as [JSON.of(User)]; got ${got}.`);
  }
  const known = new Set<string>();
  for (const entry of returns as readonly unknown[]) {
    const { key, name } = replyOf(place, entry);
    if (known.has(key))
      throw wrong(place, `the option returns has two entries for ${name}. Give one, with a union as its schema.`);
    known.add(key);
  }
}

/** A reply as clients tell it from others: by code, or by status and media type. */
function replyOf(place: string, entry: unknown): { readonly key: string; readonly name: string } {
  const declaration = declared(place, entry);
  if (declaration === undefined) return { key: describe(entry), name: describe(entry) };
  const { code, status, contentType, name } = declaration;
  if (code !== undefined) return { key: `code ${describe(code)}`, name: `the code ${describe(code)}` };
  const type = contentType === null ? name : essenceOf(contentType);
  return { key: `${status} ${type}`, name: `${status} ${type}` };
}

function declared(place: string, entry: unknown): Declaration | undefined {
  try {
    return declarationOf(entry);
  } catch (error) {
    throw error instanceof UsageError ? error.at(place) : error;
  }
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function wrong(place: string, fact: string): UsageError {
  return new UsageError('ERR_RETURNS_DESCRIPTION', `${place}: ${fact}`);
}

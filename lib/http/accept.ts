import { parseMediaType, splitUnquoted, type MediaType } from './media-type';

/** A media range of an `Accept` header. */
interface Range extends MediaType {
  /** From 0, not acceptable, to 1. */
  readonly quality: number;
}

/**
 * The quality of the matching range. Specificity is 0 for any type, 1 for `text/*`, 2 for a type, plus 1 per parameter.
 */
interface Match {
  readonly quality: number;
  readonly specificity: number;
}

/**
 * The index of the offered media type, best first, that `Accept` prefers; -1 if none is acceptable (RFC 9110 section
 * 12.5.1). The most specific range that matches a type gives its quality. At equal quality the type of the more
 * specific range wins, as in `res.format`, then the order of the offer, never that of the header. A range with
 * parameters matches only types that have them; `charset` is ignored, since all text is UTF-8.
 */
export function chooseMediaType(header: string | undefined, offered: readonly string[]): number {
  if (header === undefined || header.trim() === '') return offered.length === 0 ? -1 : 0;
  const ranges = splitUnquoted(header, ',').flatMap((range) => parseRange(range) ?? []);
  let best = -1;
  let most: Match = { quality: 0, specificity: -1 };
  for (const [index, type] of offered.entries()) {
    const match = matchType(type, ranges);
    if (match === undefined || match.quality === 0 || !isBetter(match, most)) continue;
    best = index;
    most = match;
  }
  return best;
}

function isBetter(one: Match, other: Match): boolean {
  return one.quality === other.quality ? one.specificity > other.specificity : one.quality > other.quality;
}

/** The most specific range that matches a media type; of two equally specific ones that of the higher quality. */
function matchType(text: string, ranges: readonly Range[]): Match | undefined {
  const type = parseMediaType(text);
  if (type === undefined) return undefined;
  let best: Match | undefined;
  for (const range of ranges) {
    const specificity = specificityOf(range, type);
    if (specificity === undefined) continue;
    const match = { specificity, quality: range.quality };
    if (best === undefined || match.specificity > best.specificity) best = match;
    else if (match.specificity === best.specificity && match.quality > best.quality) best = match;
  }
  return best;
}

/** How specific a range is, `undefined` if it does not match. */
function specificityOf(range: MediaType, type: MediaType): number | undefined {
  const [main = ''] = type.essence.split('/', 1);
  const breadth = ['*/*', `${main}/*`, type.essence].indexOf(range.essence);
  const isMatch = ([name, value]: readonly [string, string]): boolean =>
    type.parameters.some(([other, held]) => other === name && plain(held) === plain(value));
  return breadth === -1 || !range.parameters.every(isMatch) ? undefined : breadth + range.parameters.length;
}

function parseRange(text: string): Range | undefined {
  const parsed = parseMediaType(text);
  if (parsed === undefined) return undefined;
  const weight = parsed.parameters.find(([name]) => name === 'q')?.[1];
  return {
    essence: parsed.essence,
    parameters: parsed.parameters.filter(([name]) => name !== 'q' && name !== 'charset'),
    // An invalid weight counts as "not acceptable".
    quality: weight === undefined ? 1 : Math.min(1, Math.max(0, Number(weight) || 0)),
  };
}

/** The meaning of a parameter's value, quoted or not. */
function plain(value: string): string {
  return (value.startsWith('"') ? value.slice(1, -1).replace(/\\([^])/g, '$1') : value).toLowerCase();
}

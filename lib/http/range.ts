/** A range of byte positions, both inclusive, as in HTTP. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Limit of ranges. More parts would be mostly headers, so such a request gets the whole representation. */
const MOST_RANGES = 50;

/**
 * Parses a `Range` header for a representation of `size` bytes (RFC 9110 section 14.1.2). Ranges keep the requested
 * order; overlapping and adjacent ones are merged. `undefined` if the header must be ignored: another unit, a malformed
 * set, too many ranges.
 */
export function parseRange(header: string, size: number): readonly ByteRange[] | 'unsatisfiable' | undefined {
  const set = /^bytes=(.*)$/i.exec(header)?.[1];
  if (set === undefined) return undefined;

  const ranges: ByteRange[] = [];
  let count = 0;
  for (const item of set.split(',')) {
    if (/^[ \t]*$/.test(item)) continue; // A list may have empty elements (section 5.6.1.2).
    const [, first = '', last = ''] = /^[ \t]*(\d*)-(\d*)[ \t]*$/.exec(item) ?? [];
    if (first === '' && last === '') return undefined;
    count++;
    if (first === '') {
      if (Number(last) > 0) ranges.push({ first: Math.max(0, size - Number(last)), last: size - 1 });
    } else {
      if (last !== '' && Number(last) < Number(first)) return undefined;
      if (Number(first) >= size) continue;
      ranges.push({ first: Number(first), last: last === '' ? size - 1 : Math.min(Number(last), size - 1) });
    }
  }
  if (count === 0) return undefined;
  if (ranges.length === 0) return 'unsatisfiable';
  // A suffix range of an empty representation is empty, and Content-Range cannot express that.
  if (size === 0) return undefined;

  const coalesced = coalesce(ranges);
  return coalesced.length > MOST_RANGES ? undefined : coalesced;
}

/** The value of `Content-Range` (RFC 9110 section 14.4); without a range, the value for a 416. */
export function contentRange(range: ByteRange | undefined, size: number): string {
  return `bytes ${range === undefined ? '*' : `${range.first}-${range.last}`}/${size}`;
}

/** Merges ranges: overlapping ones would send the same bytes many times (RFC 9110 sections 14.2 and 17.15). */
function coalesce(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const groups: { first: number; last: number; index: number }[] = [];
  const sorted = ranges.map((range, index) => ({ ...range, index })).sort((a, b) => a.first - b.first);
  for (const range of sorted) {
    const before = groups.at(-1);
    if (before === undefined || range.first > before.last + 1) groups.push(range);
    else {
      before.last = Math.max(before.last, range.last);
      before.index = Math.min(before.index, range.index);
    }
  }
  return groups.sort((a, b) => a.index - b.index).map(({ first, last }) => ({ first, last }));
}

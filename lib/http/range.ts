/** Positions of bytes, both inclusive, as on the wire. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** More parts than this would make a reply that is mostly headers: such a request gets the whole. */
const MOST_RANGES = 50;

/**
 * The ranges of a `Range` header that a representation of this size has (RFC 9110 section 14.1.2), in the order in
 * which they were asked for, those that overlap or touch made one. `undefined` where the header is to be ignored: another
 * unit, a malformed set, too many parts.
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
  // The last bytes of nothing are nothing, for which there is no Content-Range.
  if (size === 0) return undefined;

  const coalesced = coalesce(ranges);
  return coalesced.length > MOST_RANGES ? undefined : coalesced;
}

/** The value of `Content-Range` (RFC 9110 section 14.4); without a range, that of a 416. */
export function contentRange(range: ByteRange | undefined, size: number): string {
  return `bytes ${range === undefined ? '*' : `${range.first}-${range.last}`}/${size}`;
}

/** Overlapping ranges, sent one by one, would multiply the file (RFC 9110 sections 14.2 and 17.15). */
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

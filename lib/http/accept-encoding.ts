/**
 * Of the codings that there are, best first, the one that `Accept-Encoding` likes most (RFC 9110 section 12.5.3);
 * `undefined` for none at all. Without the header a client may not know any, whatever the RFC allows.
 */
export function chooseCoding<C extends string>(header: string | undefined, codings: readonly C[]): C | undefined {
  if (header === undefined) return undefined;
  const qualities = parseQualities(header);
  const qualityOf = (coding: string): number => qualities.get(coding) ?? qualities.get('*') ?? 0;
  let best: C | undefined;
  let most = qualities.get('identity') ?? 0;
  for (const coding of codings) {
    const quality = qualityOf(coding);
    // A tie is decided by our order, but against `identity` for the shorter body.
    if (quality > 0 && (quality > most || (best === undefined && quality === most))) {
      best = coding;
      most = quality;
    }
  }
  return best;
}

/** Whether `Accept-Encoding` refuses the plain body: `identity;q=0`, or `*;q=0` with nothing said of `identity`. */
export function isPlainRefused(header: string | undefined): boolean {
  if (header === undefined) return false;
  const qualities = parseQualities(header);
  return (qualities.get('identity') ?? qualities.get('*')) === 0;
}

function parseQualities(header: string): ReadonlyMap<string, number> {
  return new Map(header.split(',').map(parseQuality));
}

function parseQuality(item: string): readonly [coding: string, quality: number] {
  const [coding = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  // A quality that is none counts as "not acceptable": to send the plain body is never wrong.
  if (quality === undefined) return [coding, 1];
  return [coding, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0];
}

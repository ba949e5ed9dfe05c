/**
 * Of the codings that there are, best first, the one that `Accept-Encoding` likes most (RFC 9110 section 12.5.3);
 * `undefined` for none at all. Without the header a client may not know any, whatever the RFC allows.
 */
export function chooseCoding<C extends string>(header: string | undefined, codings: readonly C[]): C | undefined {
  if (header === undefined) return undefined;
  const qualities = new Map(header.split(',').map(parseQuality));
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

function parseQuality(item: string): readonly [coding: string, quality: number] {
  const [coding = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  // A quality that is none counts as "not acceptable": to send the plain body is never wrong.
  if (quality === undefined) return [coding, 1];
  return [coding, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0];
}

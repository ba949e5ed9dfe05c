/**
 * Chooses the coding that `Accept-Encoding` prefers among the supported ones, best first (RFC 9110 section 12.5.3).
 * `undefined` if no coding is acceptable, or without the header: the RFC allows any coding then, but the client may
 * know none.
 */
export function chooseCoding<C extends string>(header: string | undefined, codings: readonly C[]): C | undefined {
  if (header === undefined) return undefined;
  const qualities = parseQualities(header);
  const qualityOf = (coding: string): number => qualities.get(coding) ?? qualities.get('*') ?? 0;
  let best: C | undefined;
  let most = qualities.get('identity') ?? 0;
  for (const coding of codings) {
    const quality = qualityOf(coding);
    // At equal quality the server's order decides; against `identity` the coding wins, as the shorter body.
    if (quality > 0 && (quality > most || (best === undefined && quality === most))) {
      best = coding;
      most = quality;
    }
  }
  return best;
}

/** Whether `Accept-Encoding` refuses the plain body: `identity;q=0`, or `*;q=0` without an entry for `identity`. */
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
  // An invalid quality counts as "not acceptable": the plain body is always a valid reply.
  if (quality === undefined) return [coding, 1];
  return [coding, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0];
}

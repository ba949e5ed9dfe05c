const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_557_600_000 } as const;

/** A duration as a string: `'500ms'`, `'10s'`, `'5m'`, `'1h'`, `'30d'`, `'2w'`, `'1y'`. */
export type Duration = `${number}${keyof typeof UNITS}`;

const YEAR_SECONDS = 31_536_000;

/**
 * The seconds of a `max-age`, at most a year, from milliseconds or a duration, as `res.sendFile` accepts them;
 * `undefined` for any other value.
 */
export function maxAgeSeconds(given: unknown): number | undefined {
  const milliseconds = typeof given === 'string' ? parseDuration(given) : given;
  if (typeof milliseconds !== 'number' || !(milliseconds >= 0)) return undefined;
  return Math.min(Math.floor(milliseconds / 1000), YEAR_SECONDS);
}

function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,15}(?:\.\d{1,15})?)(ms|[smhdwy])$/.exec(text) ?? [];
  return unit === undefined ? undefined : Number(amount) * UNITS[unit as keyof typeof UNITS];
}

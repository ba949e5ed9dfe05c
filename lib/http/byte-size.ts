const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };
const TEXT = /^(\d+(?:\.\d+)?) ?(b|kb|mb|gb)$/i;

/**
 * Returns a number of bytes: a whole number from 1, or a text such as `'100kb'` or `'1.5mb'`, in units of 1,024 as
 * Express's parsers take them. `undefined` for anything else.
 */
export function parseByteSize(size: unknown): number | undefined {
  const bytes = typeof size === 'string' ? fromText(size) : size;
  return Number.isSafeInteger(bytes) && (bytes as number) >= 1 ? (bytes as number) : undefined;
}

function fromText(text: string): number {
  const [, digits, unit = ''] = TEXT.exec(text) ?? [];
  return Math.floor(Number(digits) * (UNITS[unit.toLowerCase()] ?? NaN));
}

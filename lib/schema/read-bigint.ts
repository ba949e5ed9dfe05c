// Longer ones would take time that grows with the square of their length.
const INTEGER = /^-?\d{1,1000}$/;

/** Returns the BigInt of a decimal text of at most 1,000 digits; `undefined` for any other text. */
export function readBigInt(text: string): bigint | undefined {
  return INTEGER.test(text) ? BigInt(text) : undefined;
}

/** The keys of a template: names as they are, positions as numbers in text, `{}` as the empty text, one for each. */
type Places<M extends string> = M extends `${infer Before}{{${infer After}`
  ? [...Places<Before>, ...Places<After>]
  : M extends `${string}{${infer Key}}${infer After}`
    ? [Key, ...Places<After>]
    : [];

type Digits = `${number}`;

/** A tuple of as many values as the template has positions. */
type Positions<P extends readonly string[]> = P extends readonly ''[]
  ? { readonly [Index in keyof P]: unknown }
  : Counted<P[number]>;

/** A tuple with an index for each of the positions: `'0' | '1'` is `[unknown, unknown]`. */
type Counted<Keys extends string, Values extends readonly unknown[] = []> = string extends Keys
  ? readonly unknown[]
  : `${Values['length']}` extends Keys
    ? Counted<Keys, readonly [...Values, unknown]>
    : Values;

/** A value that may be given alone: not an array, which is positions. */
type Single = string | number | bigint | boolean | symbol | null | (object & { readonly length?: never });

type OneOrMore<Values extends readonly unknown[]> = Values extends readonly [unknown] ? Values | Single : Values;

/**
 * What a message template needs: nothing, a value or an array of values for positions, an object for names. Of a
 * template that is not known as a literal, anything.
 */
export type MessageData<M extends string> = string extends M
  ? unknown
  : Places<M> extends infer P extends readonly string[]
    ? P extends readonly []
      ? undefined
      : P[number] extends '' | Digits
        ? OneOrMore<Positions<P>>
        : Readonly<Record<P[number], unknown>>
    : never;

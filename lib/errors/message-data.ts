/** The keys of a template: names, positions as numeric strings, and the empty string for each `{}`. */
type Places<M extends string> = M extends `${infer Before}{{${infer After}`
  ? [...Places<Before>, ...Places<After>]
  : M extends `${string}{${infer Key}}${infer After}`
    ? [Key, ...Places<After>]
    : [];

type Digits = `${number}`;

/** A tuple with one value for each position. */
type Positions<P extends readonly string[]> = P extends readonly ''[]
  ? { readonly [Index in keyof P]: unknown }
  : Counted<P[number]>;

/** A tuple with an index for each position: `'0' | '1'` gives `[unknown, unknown]`. */
type Counted<Keys extends string, Values extends readonly unknown[] = []> = string extends Keys
  ? readonly unknown[]
  : `${Values['length']}` extends Keys
    ? Counted<Keys, readonly [...Values, unknown]>
    : Values;

/** A value that may be given alone. An array would be read as positions. */
type Single = string | number | bigint | boolean | symbol | null | (object & { readonly length?: never });

type OneOrMore<Values extends readonly unknown[]> = Values extends readonly [unknown] ? Values | Single : Values;

/**
 * The values of a message template: none, a value or an array for positions, or an object for names. Unknown if the
 * template is not a literal type.
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

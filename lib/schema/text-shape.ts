/**
 * The values that a JSON Schema accepts, as far as the conversion of text has to know them: bounds, patterns and
 * formats are left to the validator. Wider than the schema where that is uncertain, since a text that is accepted stays
 * a text.
 */
export interface TextShape {
  /** Whether any text is accepted. */
  readonly text: boolean;
  /** Whether any number is accepted. */
  readonly number: boolean;
  /** Whether a Date is accepted, which a text stands for. */
  readonly date: boolean;
  /** Whether a BigInt is accepted, which a text of digits stands for. */
  readonly bigint: boolean;
  /** Single values that are accepted: those of `const` and `enum`, booleans, null. */
  readonly values: ReadonlySet<unknown>;
  readonly list: ListShape | undefined;
  /** The objects that are accepted: one for each branch of a union. */
  readonly objects: readonly ObjectShape[];
}

/** A shape that is made when it is first needed, since schemas may contain themselves. */
export type LazyShape = () => TextShape;

export interface ListShape {
  /** The first items, of a tuple. */
  readonly first: readonly LazyShape[];
  readonly rest: LazyShape;
}

export interface ObjectShape {
  readonly properties: ReadonlyMap<string, LazyShape>;
  /** The shape of every other property. */
  readonly rest: LazyShape;
}

type Merge = (a: TextShape, b: TextShape) => TextShape;

const lazyAny: LazyShape = () => ANY;

/** Accepts everything. */
export const ANY: TextShape = {
  text: true,
  number: true,
  date: false,
  bigint: false,
  values: new Set([true, false, null]),
  list: { first: [], rest: lazyAny },
  objects: [{ properties: new Map(), rest: lazyAny }],
};

/** Accepts nothing. */
export const NEVER: TextShape = {
  text: false,
  number: false,
  date: false,
  bigint: false,
  values: new Set(),
  list: undefined,
  objects: [],
};

/** Returns a function that calls another one once. */
export function lazy(make: LazyShape): LazyShape {
  let made: TextShape | undefined;
  return () => (made ??= make());
}

/** Whether a shape accepts a text, number, BigInt, Date, boolean or null as it is. */
export function acceptsValue({ text, number, date, bigint, values }: TextShape, value: unknown): boolean {
  if (typeof value === 'string' && text) return true;
  if (typeof value === 'number' && number) return true;
  if (typeof value === 'bigint' && bigint) return true;
  if (date && value instanceof Date) return true;
  return values.size > 0 && values.has(value);
}

/** The shape of the item of a list at an index. */
export function itemShape({ first, rest }: ListShape, index: number): TextShape {
  return (first[index] ?? rest)();
}

/** The shape of a property of an object. */
export function propertyShape({ properties, rest }: ObjectShape, name: string): TextShape {
  return (properties.get(name) ?? rest)();
}

/** Accepts the values of either shape. */
export function union(a: TextShape, b: TextShape): TextShape {
  if (a === ANY || b === ANY) return ANY;
  return {
    text: a.text || b.text,
    number: a.number || b.number,
    date: a.date || b.date,
    bigint: a.bigint || b.bigint,
    values: new Set([...a.values, ...b.values]),
    list: a.list && b.list ? mergeLists(a.list, b.list, union) : (a.list ?? b.list),
    objects: [...a.objects, ...b.objects],
  };
}

/** Accepts the values that both shapes accept. */
export function intersection(a: TextShape, b: TextShape): TextShape {
  if (a === ANY) return b;
  if (b === ANY) return a;
  const values = [...a.values, ...b.values].filter((value) => acceptsValue(a, value) && acceptsValue(b, value));
  return {
    text: a.text && b.text,
    number: a.number && b.number,
    date: a.date && b.date,
    bigint: a.bigint && b.bigint,
    values: new Set(values),
    list: a.list && b.list && mergeLists(a.list, b.list, intersection),
    objects: intersectObjects(a.objects, b.objects),
  };
}

/** Returns one shape for several branches of a union. */
export function joinObjects(objects: readonly ObjectShape[]): ObjectShape {
  return objects.reduce((a, b) => mergeObjects(a, b, union));
}

function intersectObjects(a: readonly ObjectShape[], b: readonly ObjectShape[]): readonly ObjectShape[] {
  if (a.length === 0 || b.length === 0) return [];
  // Branches are kept on one side only, so that unions under `allOf` do not multiply.
  const [many, one] = b.length === 1 ? [a, joinObjects(b)] : [b, joinObjects(a)];
  return many.map((object) => mergeObjects(object, one, intersection));
}

function mergeLists(a: ListShape, b: ListShape, merge: Merge): ListShape {
  const length = Math.max(a.first.length, b.first.length);
  return {
    first: Array.from({ length }, (_, index) => lazy(() => merge(itemShape(a, index), itemShape(b, index)))),
    rest: lazy(() => merge(a.rest(), b.rest())),
  };
}

function mergeObjects(a: ObjectShape, b: ObjectShape, merge: Merge): ObjectShape {
  const names = new Set([...a.properties.keys(), ...b.properties.keys()]);
  const properties = Array.from(
    names,
    (name) => [name, lazy(() => merge(propertyShape(a, name), propertyShape(b, name)))] as const,
  );
  return { properties: new Map(properties), rest: lazy(() => merge(a.rest(), b.rest())) };
}

import type { Request } from 'express';

/** What `req.params` holds where the path does not say: as in Express's own types. */
type AnyParams = Request['params'];

/**
 * The type of `req.params` for a path literal of plain `:name` segments; anything with groups, wildcards or optional
 * parts has the type that Express gives. `Types` has what the converters of the `Routes` give.
 */
export type PathParams<Path, Types = object> = Path extends string
  ? string extends Path
    ? AnyParams
    : Path extends `${string}<${string}`
      ? TypedPathParams<Path, Types>
      : Path extends `${string}${'*' | '{' | '(' | '?' | '+' | '\\'}${string}`
        ? AnyParams
        : Record<ParamNames<Path>, string>
  : AnyParams;

/** Parts that may be missing make every variable one that may be missing. */
type TypedPathParams<Path extends string, Types> = Path extends `${string}${'{' | '?'}${string}`
  ? { [Name in keyof AllParams<Path, Types>]?: AllParams<Path, Types>[Name] }
  : { [Name in keyof AllParams<Path, Types>]: AllParams<Path, Types>[Name] };

type AllParams<Path extends string, Types> = TypedParams<Path, Types> & Record<ParamNames<WithoutTyped<Path>>, string>;

type TypedParams<Path extends string, Types> = Path extends `${string}<${infer Variable}>${infer Rest}`
  ? (Variable extends `${infer Name}:${infer Type}` ? Record<Name, ValueOf<Type, Types>> : Record<Variable, string>) &
      TypedParams<Rest, Types>
  : unknown;

/** The value of a variable of this type; `unknown` for one that is registered elsewhere, or nowhere. */
type ValueOf<Type extends string, Types> = Type extends 'int' | 'float'
  ? number
  : Type extends 'uuid' | 'slug' | 'str' | 'path'
    ? string
    : Type extends keyof Types
      ? Types[Type]
      : unknown;

type WithoutTyped<Path extends string> = Path extends `${infer Before}<${string}>${infer Rest}`
  ? `${Before}${WithoutTyped<Rest>}`
  : Path;

type ParamNames<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}${'/' | '-' | '.' | ':'}${infer More}`
    ? NameOf<Rest, Name> | ParamNames<Rest extends `${NameOf<Rest, Name>}${infer After}` ? After : More>
    : Rest
  : never;

/** The shortest of the names that a delimiter could end: `a-b/c` is `a`. */
type NameOf<Rest extends string, Name extends string> = Name extends `${infer Shorter}${'/' | '-' | '.' | ':'}${string}`
  ? NameOf<Rest, Shorter>
  : Name;

/**
 * What `routes.url()` takes beside a name or path: the params that a path literal asks for, where texts may be numbers,
 * too. A name does not tell.
 */
export type URLParams<NameOrPath, Types = object> = NameOrPath extends `/${string}`
  ? Arguments<{ [Name in keyof PathParams<NameOrPath, Types>]: Fillable<PathParams<NameOrPath, Types>[Name]> }>
  : [params?: Readonly<Record<string, unknown>>];

type Arguments<Params> = [keyof Params] extends [never]
  ? []
  : object extends Params
    ? [params?: Params]
    : [params: Params];

type Fillable<Value> = string extends Value ? Value | number | bigint : Value;

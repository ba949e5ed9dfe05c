import type { Request } from 'express';

/** The type of `req.params` in Express's own types, for a path that is not a literal. */
type AnyParams = Request['params'];

/**
 * The type of `req.params` for a path literal in the syntax of either Express major. A path with patterns, escapes or
 * quoted names has the type of Express. `Types` has the value types of the converters.
 *
 * | path | params |
 * |---|---|
 * | `/:a-:b`, `/<a>` | `{ a: string; b: string }` |
 * | `/<a:int>` | `{ a: number }` |
 * | `/:a{/:b}`, `/:a/:b?` | `{ a: string; b?: string }` |
 * | `/*rest` (5) | `{ rest: string[] }` |
 * | `/*` (4) | `{ '0': string }` |
 */
export type PathParams<Path, Types = object> = Path extends string
  ? string extends Path
    ? AnyParams
    : Path extends `${string}${'(' | '\\' | '"'}${string}`
      ? AnyParams
      : Flat<Braced<Path, Types> & Numbered<Path>>
  : AnyParams;

type Flat<Params> = { [Name in keyof Params]: Params[Name] };

/** Params in braces are optional; `Depth` has an element for each open pair. */
type Braced<Path extends string, Types, Depth extends readonly 0[] = []> = Path extends `${infer Start}{${infer Rest}`
  ? Start extends `${infer Inside}}${infer After}`
    ? AtDepth<Inside, Types, Depth> & Braced<`${After}{${Rest}`, Types, Outer<Depth>>
    : AtDepth<Start, Types, Depth> & Braced<Rest, Types, [...Depth, 0]>
  : Path extends `${infer Inside}}${infer After}`
    ? AtDepth<Inside, Types, Depth> & Braced<After, Types, Outer<Depth>>
    : AtDepth<Path, Types, Depth>;

type Outer<Depth extends readonly 0[]> = Depth extends readonly [0, ...infer Less extends readonly 0[]] ? Less : [];

type AtDepth<Text extends string, Types, Depth> = Depth extends [] ? Named<Text, Types> : Partial<Named<Text, Types>>;

/** The variables of a text without braces. `<a:b>` goes first, since it has a colon in it. */
type Named<Text extends string, Types> = Text extends `${infer Start}<${infer Variable}>${infer Rest}`
  ? Named<Start, Types> & Optional<Rest, Typed<Variable, Types>> & Named<Rest, Types>
  : Text extends `${infer Start}:${infer Rest}`
    ? Wildcards<Start> & Plain<NameAt<Rest>> & Named<NameAt<Rest>[1], Types>
    : Wildcards<Text>;

type Typed<Variable extends string, Types> = Variable extends `${infer Name}:${infer Type}`
  ? Record<Name, ValueOf<Type, Types>>
  : Record<Variable, string>;

/** The value of a variable of this type; `unknown` for a type that is not known here. */
type ValueOf<Type extends string, Types> = Type extends 'int' | 'float'
  ? number
  : Type extends 'uuid' | 'slug' | 'str' | 'path'
    ? string
    : Type extends keyof Types
      ? Types[Type]
      : unknown;

type Plain<At extends readonly [name: string, rest: string]> = Optional<At[1], Record<At[0], string>>;

type Optional<Rest extends string, Params> = Rest extends `?${string}` ? Partial<Params> : Params;

/** `*rest` of Express 5. */
type Wildcards<Text extends string> = Text extends `${string}*${infer Rest}`
  ? (NameAt<Rest>[0] extends '' ? unknown : Record<NameAt<Rest>[0], string[]>) & Wildcards<NameAt<Rest>[1]>
  : unknown;

/** Each `*` of Express 4, that of `:id*`, too, is a param by its number. */
type Numbered<Path extends string, Count extends readonly 0[] = []> = Path extends `${string}*${infer Rest}`
  ? NameAt<Rest>[0] extends ''
    ? Record<`${Count['length']}`, string> & Numbered<Rest, [...Count, 0]>
    : Numbered<Rest, Count>
  : unknown;

/** The name at the start of a string, and the rest of the string. */
type NameAt<Text extends string, Name extends string = ''> = Text extends `${infer Character}${infer Rest}`
  ? IsWord<Character> extends true
    ? NameAt<Rest, `${Name}${Character}`>
    : [name: Name, rest: Text]
  : [name: Name, rest: ''];

/** A letter has two cases. */
type IsWord<Character extends string> =
  Lowercase<Character> extends Uppercase<Character> ? (Character extends `${number}` | '_' ? true : false) : true;

/**
 * The second argument of `routes.url()`: the params of a path literal, where numbers are accepted for strings. Any
 * params for a name, since the compiler does not know its path.
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

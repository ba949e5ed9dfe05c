import {
  bindMethod,
  isClass,
  isErrorHandler,
  isInDoubt,
  mayAnswer,
  mayPassOn,
  mentions,
  takesRequestAlone,
} from '../../lib/handlers/parameters';
import fc, { runs } from '../helpers/fast-check';

/** The function that a source text stands for, as Node would run it. */
const evaluate = (source: string): object => new Function(`return ${source}`)() as object;

/** All that is known of a function: the number of parameters it can receive, as far as anybody asks. */
function known(fn: object): string {
  if (isInDoubt(fn)) return 'doubt';
  if (takesRequestAlone(fn)) return 'req';
  if (mayPassOn(fn)) return 'req, res, next';
  return mayAnswer(fn) ? 'req, res' : 'at most req';
}

class Some {
  two(_req: unknown, _res: unknown): void {
    return undefined;
  }
  async rest(...all: unknown[]): Promise<void> {
    await all[2];
  }
  static three(_req: unknown, _res: unknown, _next: unknown): void {
    return undefined;
  }
}
const some = new Some();
const method = (name: string): (() => unknown) => Reflect.get(some, name) as () => unknown;

describe('the parameters of a function', () => {
  it.each<[string, string]>([
    ['() => 1', 'at most req'],
    ['(/* req, res, next */) => 1', 'at most req'],
    ['req => 1', 'req'],
    ['async req => 1', 'req'],
    ['async => 1', 'req'],
    ['async/* */req/* */=> 1', 'req'],
    ['(req,) => 1', 'req'],
    ['(req, // a comment, with a comma and a )\n res) => 1', 'req, res'],
    ['function (req) {}', 'req'],
    ['function* (req) {}', 'req'],
    ['async function* named (req, res) {}', 'req, res'],
    ['(req, res, next) => 1', 'req, res, next'],
    ['(é, $, _) => 1', 'req, res, next'],
    ['(req, res, next, more = 1) => 1', 'req, res, next'],
  ])('are those that it declares: %s', (source, expected) => {
    expect(known(evaluate(source))).toBe(expected);
  });

  it.each<[string, string]>([
    ['(req = {}) => 1', 'at most req'],
    ['(req, res = {}) => 1', 'req, res'],
    ['(req, res = {}, next = () => {}) => 1', 'req, res, next'],
    ['(req = {}, res, next) => 1', 'req, res, next'],
    ['(req, res = ")", next = [1, (2, 3)]) => 1', 'req, res, next'],
    ['(req, res = `)${ "," + `,${1}` },`) => 1', 'req, res'],
    ['(req, res = /[)/],/g) => 1', 'req, res'],
    ['(req, res = 4 / 2, next = 8 / 2) => 1', 'req, res, next'],
    ['(req, res = function (a, b) { return a > b }) => 1', 'req, res'],
    ['({ params, query: { full = "0" } }) => 1', 'req'],
    ['({ params: { id = 1 } = {} }, [a = 2] = []) => 1', 'req, res'],
    ['({ params: { ...rest } }) => 1', 'req'],
    ['({ [`a${1}`]: a = { b: "}" } }) => 1', 'req'],
    ['({ a = b => (c, d) => 1 }) => 1', 'req'],
  ])('may have defaults and patterns: %s', (source, expected) => {
    expect(known(evaluate(source))).toBe(expected);
  });

  it.each<[string, string]>([
    ['({ read(req) {} }).read', 'req'],
    ['({ async *read(req, res) {} }).read', 'req, res'],
    ['({ "a (b, c)"(req) {} })["a (b, c)"]', 'req'],
    ['({ ["a" + [(1, 2)]](req) {} })["a2"]', 'req'],
    ['({ 7(req, res, next) {} })[7]', 'req, res, next'],
    ['({ class(req) {} }).class', 'req'],
    ['({ function(req, res) {} }).function', 'req, res'],
    ['({ async(req) {} }).async', 'req'],
    ['(class { static get(req) {} }).get', 'req'],
    ['new (class { #read(req) {} get() { return this.#read } })().get()', 'req'],
    ['Object.getOwnPropertyDescriptor({ get read() { return 1 } }, "read").get', 'at most req'],
    ['Object.getOwnPropertyDescriptor({ set read(value) {} }, "read").set', 'req'],
  ])('may be those of a method: %s', (source, expected) => {
    expect(known(evaluate(source))).toBe(expected);
  });

  it.each<string>([
    '(...all) => 1',
    '(req, ...all) => 1',
    'function (req) { return arguments[2]() }',
    'function (req) { return () => arguments }',
    'function (req, res = arguments[2]) {}',
    'function (req) { return `${arguments}` }',
    'function (req) { return `${{ a: { arguments } }}` }',
    'function (req) { return { ...arguments } }',
    'function (req) { return { [arguments[1]]: 1 } }',
    'function (req) { return req ? arguments : 1 }',
    'function (req) { return req ? (1, arguments) : 1 }',
    'function (req) { switch (req) { case 1, arguments: } }',
    'function (req) { return req /1/ arguments }',
    'function (req) { if (req) /[/"]/.test(""); arguments }',
    'function (req) { return function () {}, arguments }',
    'function (req) { return { function: (arguments), a: {} } }',
    'function (req) { req()\n{ arguments } }',
    'function (req) { if (req) { arguments } }',
    'function (req) { return class { [arguments[1]]() {} } }',
    'function (req) { return class extends req(1) { [arguments[1]]() {} } }',
    'function (req) { return class extends req.a(1) { [arguments[1]]() {} } }',
    'function (req) { a: for (const b of req) { arguments } }',
    'async function (req) { for await (const b of req) { arguments } }',
    'function (req) { return \\u0061rguments }',
    'function (req) { return eval("argu" + "ments") }',
    'function (req) { return arguments\n}',
    'class { constructor(req) {} }',
    'class extends Object {}',
    '((req) => 1).bind(null)',
    'new Proxy((req) => 1, {})',
    'Math.max',
    'Object.defineProperty((req) => 1, "length", { value: 3 })',
  ])('are in doubt: %s', (source) => {
    expect(known(evaluate(source))).toBe('doubt');
  });

  it.each<[string, object]>([
    ['a mock', jest.fn()],
    ['a mock with an implementation', jest.fn((_req: unknown) => 1)],
    ['a wrapper that a decorator made, bound to its instance', bindMethod(some.rest.bind(some), some)],
    ['a method with a rest parameter, bound', bindMethod(method('rest'), some)],
  ])('are in doubt: %s', (_what, fn) => {
    expect(known(fn)).toBe('doubt');
  });

  it.each<[string, object, string]>([
    ['a method', bindMethod(method('two'), some), 'req, res'],
    ['a static method', bindMethod(Reflect.get(Some, 'three') as () => unknown, Some), 'req, res, next'],
  ])('are known of %s that was bound here', (_what, fn, expected) => {
    expect(known(fn)).toBe(expected);
  });

  it.each<string>([
    'function (req) { return req.arguments + req?.arguments }',
    'function (req) { return { arguments: 1, eval: 2 }.arguments }',
    'function (req) { const { arguments: a } = req; return a }',
    'function (req) { return { a: req ? 1 : 2, arguments: 3 } }',
    'function (req) { return "arguments" + \'arguments\' + `arguments` + /arguments/ }',
    'function (req) { /* arguments */ return 1 // arguments\n}',
    'function (req) { return function () { return arguments } }',
    'function (req) { return function* named(a = arguments) { return { b: arguments } } }',
    'function (req) { return { read(a) { return arguments }, get b() { return arguments } } }',
    'function (req) { return class { read() { return arguments } static b() { return arguments } } }',
    'function (req) { if (req) { return "arguments" } }',
    'function (req) { return req / 2 + "arguments" / 3 }',
    'function (req) { return "\\u0061rguments" }',
    '(req) => arguments',
    '(req) => eval("arguments")',
  ])('do not depend on the mere word arguments: %s', (source) => {
    expect(known(evaluate(source))).toBe('req');
  });

  it('are read once', () => {
    const toString = jest.spyOn(Function.prototype, 'toString');
    try {
      const fn = evaluate('(req, res) => 1');
      expect(known(fn)).toBe('req, res');
      const { length } = toString.mock.calls;
      expect(known(fn)).toBe('req, res');
      expect(toString.mock.calls).toHaveLength(length);
    } finally {
      toString.mockRestore();
    }
  });
});

/** What one part of a generated function adds: its text, and whether it reads `arguments`. */
interface Part {
  readonly text: string;
  readonly isUse?: boolean;
}

const value = fc.constantFrom(
  '1',
  '"),"',
  "'}'",
  '`,${[1, `)`]},`',
  '/[,)/]\\//',
  '{ a: "(" }',
  '[1, (2, 3)]',
  '(a, b) => 1',
);
const pattern = fc.constantFrom('{ a }', '{ a: { b } }', '{ ...c }', '[a, , b]', '[]');
const patternWithDefault = value.map((text) => `{ a = ${text}, b: [c = ${text}] }`);
const parameter = fc.record({
  name: fc.oneof({ weight: 4, arbitrary: fc.constant('') }, pattern, patternWithDefault),
  value: fc.option(value, { freq: 3, nil: undefined }),
});
const signature = fc.record({ parameters: fc.array(parameter, { maxLength: 4 }), hasRest: fc.boolean() });
const harmless = fc.constantFrom(
  'x.arguments;',
  '({ arguments: 1, a: x ? 1 : 2, eval: 3 });',
  '"arguments";',
  '`arguments ${ `"` } arguments`;',
  '// arguments \' " ` /*\n',
  '/* arguments \' " ` */',
  '/arguments["`/]/.test(x);',
  'if (x) /["\'`]/.test(x);',
  '(function () { arguments; { arguments } });',
  '({ read() { return arguments } });',
  'x = 4 / 2 / 1;',
);
const harmful = fc.constantFrom(
  'arguments[2];',
  'x ? arguments : 1;',
  '`${arguments}`;',
  '(() => { if (x) { arguments } });',
  '({ arguments });',
  '[...arguments];',
  'x(); { arguments }',
  'eval("1");',
);
const body = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: harmless.map((text): Part => ({ text })) },
    { weight: 1, arbitrary: harmful.map((text): Part => ({ text, isUse: true })) },
  ),
  { maxLength: 5 },
);
const KINDS: Readonly<Record<string, (parameters: string, body: string) => string>> = {
  'an arrow function': (parameters, text) => `(${parameters}) => {${text}}`,
  'an async arrow function': (parameters, text) => `async (${parameters}) => {${text}}`,
  'a function': (parameters, text) => `function (${parameters}) {${text}}`,
  'an async generator': (parameters, text) => `async function* named (${parameters})\n{${text}}`,
  'a method': (parameters, text) => `({ ["a" + "("] (${parameters}) {${text}} })["a("]`,
};

describe('a generated function', () => {
  it('is known exactly where its text says it, and in doubt where it may receive more', () => {
    fc.assert(
      fc.property(signature, body, fc.constantFrom(...Object.keys(KINDS)), ({ parameters, hasRest }, parts, kind) => {
        let count = 0;
        const texts = parameters.map(({ name, value: text }) => {
          const named = (name || 'p').replace(/\b[abc]\b(?=[^:]|$)/g, (letter) => letter);
          const unique = name === '' ? `p${count++}` : named;
          return text === undefined ? unique : `${unique} = ${text}`;
        });
        if (hasRest) texts.push('...rest');
        const source = KINDS[kind]?.(texts.join(', '), parts.map(({ text }) => text).join(' ')) ?? '';
        let fn: object;
        try {
          fn = evaluate(source);
        } catch {
          return; // Names that occur twice.
        }
        const isUse = !kind.includes('arrow') && parts.some((part) => part.isUse);
        const total = parameters.length;
        const hasDefaults = parameters.some(({ value: text }) => text !== undefined);
        const isSingle = total === 1 && !hasDefaults;
        const sizes = ['at most req', isSingle ? 'req' : 'at most req', 'req, res'];

        expect([source, known(fn)]).toEqual([source, hasRest || isUse ? 'doubt' : (sizes[total] ?? 'req, res, next')]);
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('isErrorHandler', () => {
  it.each<[string, boolean]>([
    ['(error, req, res, next) => 1', true],
    ['((error, req, res, next) => 1).bind(null)', true],
    ['(req, res, next, more = 1) => 1', false],
    ['(...all) => 1', false],
  ])('goes by the number that Express looks at: %s %p', (source, expected) => {
    expect(isErrorHandler(evaluate(source))).toBe(expected);
  });
});

describe('isClass', () => {
  it.each<[string, boolean]>([
    ['class {}', true],
    ['class Users extends Object {}', true],
    ['({ class(req) {} }).class', false],
    ['({ classes(req) {} }).classes', false],
    ['function () { return class {} }', false],
  ])('is true for what cannot be called: %s %p', (source, expected) => {
    expect(isClass(evaluate(source))).toBe(expected);
  });
});

describe('mentions', () => {
  it('finds a word as a whole, in the method behind a bound one, too', () => {
    expect(mentions(evaluate('(req) => req.next()'), 'next')).toBe(true);
    expect(mentions(evaluate('(req) => req.nextOne()'), 'next')).toBe(false);
    expect(mentions(bindMethod(Reflect.get({ two: (next: unknown) => next }, 'two'), some), 'next')).toBe(true);
  });
});

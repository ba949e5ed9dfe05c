import vm from 'node:vm';
import { collectGarbage } from '../helpers/garbage';
import { withCompiled } from './compiled';

type Compiled = () => unknown;

/** Compiles sources, each in a realm of its own; counts how often V8 had to. */
function compileIn(sources: readonly [name: string, code: string][]) {
  let times = 0;
  class Script extends vm.Script {
    constructor(...args: ConstructorParameters<typeof vm.Script>) {
      super(...args);
      times++;
    }
  }
  const compile = withCompiled(vm.compileFunction, Script);
  const realms = sources.map(() => vm.createContext());
  const functions = sources.map(
    ([filename, code], index) => compile(code, [], { filename, parsingContext: realms[index] }) as Compiled,
  );
  return { realms, functions, times, results: functions.map((run) => run()) };
}

describe('a source that is compiled in another realm', () => {
  it('is compiled once, under the same name', () => {
    const { results, times } = compileIn([
      ['a', 'return 1'],
      ['a', 'return 1'],
    ]);

    expect({ results, times }).toEqual({ results: [1, 1], times: 1 });
  });

  it.each([
    ['another name', 'b', 'return 1', 1],
    ['another text', 'a', 'return 2', 2],
  ])('is compiled anew with %s', (_what, name, code, result) => {
    const { results, times } = compileIn([
      ['a', 'return 1'],
      [name, code],
    ]);

    expect({ results, times }).toEqual({ results: [1, result], times: 2 });
  });

  it('is a function of that realm, with globals and variables of its own', () => {
    const code = 'globalThis.count ??= 0; return { count: ++count, array: [] }';
    const { realms, functions, results } = compileIn([
      ['a', code],
      ['a', code],
    ]);
    const globals = realms.map((realm) => vm.runInContext('({ Function, Array })', realm) as typeof globalThis);

    expect(functions.map((run, index) => run instanceof (globals[index]?.Function ?? Function))).toEqual([true, true]);
    expect(results).toEqual([
      { count: 1, array: [] },
      { count: 1, array: [] },
    ]);
    expect(functions[0]).not.toBe(functions[1]);
    expect(Reflect.getPrototypeOf((results[1] as { array: object }).array)).toBe(globals[1]?.Array.prototype);
  });

  it.each([
    ['the first line', 'return new Error("it").stack', 'a:1:8'],
    ['another line', '\n  return new Error("it").stack // the end', 'a:2:10'],
  ])('has its own lines and columns: %s', (_what, code, place) => {
    const { results } = compileIn([
      ['a', code],
      ['a', code],
    ]);

    for (const stack of results) expect(stack).toContain(place);
  });

  it('takes the parameters, and is strict if it says so', () => {
    const compile = withCompiled(vm.compileFunction);
    const options = { filename: 'a', parsingContext: vm.createContext() };
    const run = compile('"use strict"; return [this, b, a]', ['a', 'b'], options) as (...args: unknown[]) => unknown;

    expect(run(1, 2)).toEqual([undefined, 2, 1]);
  });

  it('throws the error of vm.compileFunction if it is none', () => {
    const compile = withCompiled(() => {
      throw new SyntaxError('It is none');
    });

    expect(() => compile('import a from "a"', [], { filename: 'a' })).toThrow('It is none');
  });

  it('keeps nothing of its realm, which a worker would otherwise hold for each test file', async () => {
    const compile = withCompiled(vm.compileFunction);
    const compileInNewRealm = (): WeakRef<object> => {
      const realm = vm.createContext();
      const run = compile('return [() => 1, `${[]}`, {}]', [], { filename: 'a', parsingContext: realm }) as Compiled;
      run();
      return new WeakRef(realm);
    };
    const realms = [compileInNewRealm(), compileInNewRealm()];
    await new Promise(setImmediate); // Until then, what a WeakRef has been made of is held.
    collectGarbage();

    expect(realms.map((realm) => realm.deref())).toEqual([undefined, undefined]);
  });
});

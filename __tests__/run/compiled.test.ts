import { setFlagsFromString } from 'node:v8';
import vm from 'node:vm';
import { withCompiled } from './compiled';

/** Compiles two sources, each in a realm of its own, and keeps the data that V8 was given and has made. */
function compileIn(sources: readonly [name: string, code: string][]) {
  const given: unknown[] = [];
  const made: unknown[] = [];
  const compile = withCompiled((code, parameters, options) => {
    given.push(options?.cachedData);
    const compiled = vm.compileFunction(code, parameters, options);
    made.push(compiled.cachedData);
    return compiled;
  });
  const results = sources.map(([filename, code]): unknown =>
    compile(code, [], { filename, parsingContext: vm.createContext() })(),
  );
  return { results, given, made };
}

describe('a source that is compiled in another realm', () => {
  it('is compiled from the data of the first time, under the same name', () => {
    const { results, given, made } = compileIn([
      ['a', 'return 1'],
      ['a', 'return 1'],
    ]);

    expect(results).toEqual([1, 1]);
    expect(given).toEqual([undefined, Buffer.from(made[0] as Uint8Array)]);
  });

  it.each([
    ['another name', 'b', 'return 1', 1],
    ['another text', 'a', 'return 2', 2],
  ])('is compiled anew with %s', (_what, name, code, result) => {
    const { results, given } = compileIn([
      ['a', 'return 1'],
      [name, code],
    ]);

    expect([results, given]).toEqual([
      [1, result],
      [undefined, undefined],
    ]);
  });

  it('keeps nothing of its realm, which a worker would otherwise hold for each test file', async () => {
    const compile = withCompiled(vm.compileFunction);
    const compileInNewRealm = (): WeakRef<object> => {
      const realm = vm.createContext();
      compile('return 1', [], { filename: 'a', parsingContext: realm });
      return new WeakRef(realm);
    };
    const realms = [compileInNewRealm(), compileInNewRealm()];
    await new Promise(setImmediate); // Until then, what a WeakRef has been made of is held.
    collectGarbage();

    expect(realms.map((realm) => realm.deref())).toEqual([undefined, undefined]);
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (vm.runInNewContext('gc') as () => void)();
}

import { bindMethod, takesNext } from '../../lib/routing/takes-next';

class Some {
  two(_req: unknown, _res: unknown): void {
    return undefined;
  }
  async rest(...all: unknown[]): Promise<void> {
    await all[2];
  }
}
const some = new Some();

describe('takesNext', () => {
  it.each<[string, object]>([
    ['three parameters', (_req: unknown, _res: unknown, _next: unknown) => undefined],
    ['a rest parameter', (...all: unknown[]) => all[2]],
    ['a rest parameter after one', async (_req: unknown, ...all: unknown[]) => all[1]],
    ['a default before next', (_req: unknown, _res = {}, _next?: unknown) => undefined],
    ['arguments', new Function('arguments[2]()')],
    ['a function whose code nobody knows', ((...all: unknown[]) => all[2]).bind(null)],
    ['a wrapper that a decorator made, bound to its instance', bindMethod(some.rest.bind(some), some)],
    ['a method with a rest parameter, bound', bindMethod(Reflect.get(some, 'rest') as () => unknown, some)],
    ['a mock', jest.fn()],
  ])('is true for %s', (_what, fn) => {
    expect(takesNext(fn)).toBe(true);
  });

  it.each<[string, object]>([
    ['no parameter', () => undefined],
    ['two', async (_req: unknown, _res: unknown) => undefined],
    ['a spread in the body', (req: object) => ({ ...req })],
    ['an arrow function without parentheses', new Function('return req => ({ ...req, a: req === 1 })')() as object],
    ['a method, bound', bindMethod(Reflect.get(some, 'two') as () => unknown, some)],
  ])('is false for %s', (_what, fn) => {
    expect(takesNext(fn)).toBe(false);
  });
});

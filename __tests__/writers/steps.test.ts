import { run, type Steps } from '../../lib/writers/steps';

function* steps(...values: readonly PromiseLike<unknown>[]): Steps<unknown[]> {
  const results: unknown[] = [];
  for (const value of values) {
    try {
      results.push(yield value);
    } catch (error) {
      results.push(['failed', error]);
    }
  }
  return results;
}

describe('run', () => {
  it('returns the result of steps without a promise synchronously', () => {
    expect(run(steps())).toEqual([]);
  });

  it('awaits each promise and throws rejections into the steps', async () => {
    const result = run(steps(Promise.resolve(1), Promise.reject(new Error('no')), Promise.resolve(3)));

    expect(result).toBeInstanceOf(Promise);
    expect(await result).toEqual([1, ['failed', new Error('no')], 3]);
  });

  it('rejects with an error of the steps after a promise, and throws one before it', async () => {
    function* failing(...first: readonly PromiseLike<unknown>[]): Steps<never> {
      for (const each of first) yield each;
      throw new Error('no');
    }

    await expect(run(failing(Promise.resolve()))).rejects.toThrow('no');
    expect(() => run(failing())).toThrow('no');
  });
});

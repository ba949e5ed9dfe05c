/** Steps that lead to a result. They yield only promises, so steps without a promise end synchronously. */
export type Steps<T> = Generator<PromiseLike<unknown>, T, unknown>;

/** Runs steps synchronously to the first promise, then asynchronously to the end. */
export function run<T>(steps: Steps<T>, step = steps.next()): T | Promise<T> {
  if (step.done === true) return step.value;
  return Promise.resolve(step.value).then(
    (value) => run(steps, steps.next(value)),
    (error: unknown) => run(steps, steps.throw(error)),
  );
}

/** Steps towards a result. They yield promises only, so that steps which wait for nothing end synchronously. */
export type Steps<T> = Generator<PromiseLike<unknown>, T, unknown>;

/** Runs steps: to their end, or to the first promise and from there on asynchronously. */
export function run<T>(steps: Steps<T>, step = steps.next()): T | Promise<T> {
  if (step.done === true) return step.value;
  return Promise.resolve(step.value).then(
    (value) => run(steps, steps.next(value)),
    (error: unknown) => run(steps, steps.throw(error)),
  );
}

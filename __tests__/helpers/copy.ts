import type * as Library from 'express-returns';

/** The package once more, as another dependency of an app may bring it. */
export function anotherCopy(): typeof Library {
  let copy: typeof Library | undefined;
  jest.isolateModules(() => {
    copy = jest.requireActual<typeof Library>('express-returns');
  });
  if (copy === undefined) throw new Error('the package was not loaded');
  return copy;
}

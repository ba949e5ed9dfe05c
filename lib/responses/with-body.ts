import { isOwnClass } from './brand';
import type { AnyResponse } from './response';

/** Returns a copy of a response that is rendered already, with another body. */
export function withBody(response: AnyResponse, body: unknown): AnyResponse {
  const copy = copyOf(response, body);
  // A render() of the user may read private fields, which no copy has.
  Object.defineProperty(copy, 'render', { value: renderCopy });
  return Object.freeze(copy);
}

function copyOf(response: AnyResponse, body: unknown): AnyResponse {
  const prototype = Object.getPrototypeOf(response) as object;
  // Classes of the library have plain fields only, for which this takes a fifth of the time: docs/performance.md.
  if (isOwnClass({ prototype })) {
    const copy: object = { __proto__: prototype, ...(response as object), body };
    return copy as AnyResponse;
  }
  const descriptors = { ...Object.getOwnPropertyDescriptors(response), body: { value: body, enumerable: true } };
  return Object.create(prototype, descriptors) as AnyResponse;
}

function renderCopy(this: AnyResponse): AnyResponse {
  return this;
}

import type { AnyResponse } from './response';

/** Returns a copy of a response that is rendered already, with another body. */
export function withBody(response: AnyResponse, body: unknown): AnyResponse {
  const copy = Object.create(Object.getPrototypeOf(response) as object, {
    ...Object.getOwnPropertyDescriptors(response),
    body: { value: body, enumerable: true },
    // A render() of the user may read private fields, which no copy has.
    render: { value: renderCopy },
  }) as AnyResponse;
  return Object.freeze(copy);
}

function renderCopy(this: AnyResponse): AnyResponse {
  return this;
}

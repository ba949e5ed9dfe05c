import http from 'node:http';
import express, { type Response } from 'express';
import { isKnownMethod } from '../../lib/writers/unwrapped-methods';

const express4 = jest.requireActual<typeof express>('express4');

const responseOf = (app = express()): Response => Object.create(app.response) as Response;

/** A wrapper that looks like what it wraps, as those of tracers do. */
function wrapped<T extends (...args: never[]) => unknown>(original: T): T {
  function wrapper(this: unknown, ...args: never[]): unknown {
    return original.apply(this, args);
  }
  Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original));
  return wrapper as unknown as T;
}

// The remedy for another Node: `node .ci/methods.mjs`.
it('knows res.write of this Node', () => {
  expect(isKnownMethod('write', Object.create(http.ServerResponse.prototype) as Response)).toBe(true);
});

describe.each(['json', 'send'] as const)('res.%s', (name) => {
  it.each([
    ['the Express of this run', () => express()],
    ['Express 4', () => express4()],
  ])('is that of Express: %s', (_which, make) => {
    const app = make();

    expect(isKnownMethod(name, responseOf(app))).toBe(true);
    expect(isKnownMethod(name, responseOf(app))).toBe(true);
  });

  it('is not, where something has wrapped it for a request', () => {
    const res = responseOf();
    res[name] = wrapped(res[name]);

    expect(isKnownMethod(name, res)).toBe(false);
    expect(isKnownMethod(name, responseOf())).toBe(true);
  });

  it('is not, where something has wrapped it for an app', () => {
    const app = express();
    app.response[name] = wrapped(app.response[name]);

    expect(isKnownMethod(name, responseOf(app))).toBe(false);
    expect(isKnownMethod(name, responseOf())).toBe(true);
  });

  it.each([
    ['a wrapper with its name and length', wrapped],
    ['a Proxy', (original: object) => new Proxy(original, {})],
    ['a bound function', (original: () => void) => original.bind(undefined)],
    ['a mock', (original: () => void) => jest.fn(original)],
  ] as const)('is not, where the prototype of Express itself has %s', (_what, wrap) => {
    const original = express.response[name];
    try {
      expect(isKnownMethod(name, responseOf())).toBe(true);
      express.response[name] = (wrap as (original: unknown) => unknown)(original) as never;
      expect(isKnownMethod(name, responseOf())).toBe(false);
      expect(isKnownMethod(name, responseOf())).toBe(false);
    } finally {
      express.response[name] = original;
    }
    expect(isKnownMethod(name, responseOf())).toBe(true);
  });

  it('is not, where there is another method of Express, or none', () => {
    const other = { json: express.response.send, send: express.response.json };

    expect(isKnownMethod(name, Object.create(other) as Response)).toBe(false);
    expect(isKnownMethod(name, Object.create({}) as Response)).toBe(false);
  });
});

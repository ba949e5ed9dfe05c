import http from 'node:http';
import express, { type Request, type Response } from 'express';
import { HTML, JSON, Response as Reply, returns, Text, type AnyResponse } from 'express-returns';
import { isUnwrapped } from '../../lib/writers/unwrapped-methods';
import { sendTo, withServer } from '../helpers/app';
import fc, { anyText } from '../helpers/fast-check';
import { watch } from '../helpers/watch';

const express4 = jest.requireActual<typeof express>('express4');

const responseOf = (app = express()): Response => Object.create(app.response) as Response;

/** A wrapper with the name, length and properties of the original, as tracers make. */
function wrapped<T extends (...args: never[]) => unknown>(original: T): T {
  function wrapper(this: unknown, ...args: never[]): unknown {
    return original.apply(this, args);
  }
  Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original));
  return wrapper as unknown as T;
}

it('is not unwrapped: a method that is missing, also at first', () => {
  expect(isUnwrapped.write(Object.create({}) as Response)).toBe(false);
});

// The remedy for another Node: `node .ci/methods.mjs`.
it.each(['write', 'end'] as const)('is unwrapped: res.%s of this Node', (name) => {
  expect(isUnwrapped[name](Object.create(http.ServerResponse.prototype) as Response)).toBe(true);
});

it.each([
  ['the Express of this run', () => express()],
  ['Express 4', () => express4()],
])('is unwrapped: req.accepts of %s, unless it is wrapped', (_which, make) => {
  const req = Object.create(make().request) as Request;

  expect(isUnwrapped.accepts(req)).toBe(true);
  req.accepts = wrapped(req.accepts);
  expect(isUnwrapped.accepts(req)).toBe(false);
});

describe.each(['json', 'send', 'redirect', 'format', 'vary', 'set'] as const)('res.%s', (name) => {
  it.each([
    ['the Express of this run', () => express()],
    ['Express 4', () => express4()],
  ])('is unwrapped on %s', (_which, make) => {
    const app = make();

    expect(isUnwrapped[name](responseOf(app))).toBe(true);
    expect(isUnwrapped[name](responseOf(app))).toBe(true);
  });

  it('is not unwrapped if a middleware wraps it on this res', () => {
    const res = responseOf();
    Object.assign(res, { [name]: wrapped(res[name] as () => void) });

    expect(isUnwrapped[name](res)).toBe(false);
    expect(isUnwrapped[name](responseOf())).toBe(true);
  });

  it('is not unwrapped if it is wrapped on app.response', () => {
    const app = express();
    Object.assign(app.response, { [name]: wrapped(app.response[name] as () => void) });

    expect(isUnwrapped[name](responseOf(app))).toBe(false);
    expect(isUnwrapped[name](responseOf())).toBe(true);
  });

  it.each([
    ['a wrapper with its name and length', wrapped],
    ['a Proxy', (original: object) => new Proxy(original, {})],
    ['a bound function', (original: () => void) => original.bind(undefined)],
    ['a mock', (original: () => void) => jest.fn(original)],
  ] as const)('is not unwrapped if the prototype of Express has %s', (_what, wrap) => {
    const original = express.response[name];
    try {
      expect(isUnwrapped[name](responseOf())).toBe(true);
      Object.assign(express.response, { [name]: (wrap as (original: unknown) => unknown)(original) });
      expect(isUnwrapped[name](responseOf())).toBe(false);
      expect(isUnwrapped[name](responseOf())).toBe(false);
    } finally {
      Object.assign(express.response, { [name]: original });
    }
    expect(isUnwrapped[name](responseOf())).toBe(true);
  });

  it('is not unwrapped if it is another method of Express, or missing', () => {
    const other = { [name]: express.response.status };

    expect(isUnwrapped[name](Object.create(other) as Response)).toBe(false);
    expect(isUnwrapped[name](Object.create({}) as Response)).toBe(false);
  });
});

/** Returns the arguments of `res.end` for a response. It is watched on `app.response`, so `res` itself has no own `end`. */
async function endArguments(response: AnyResponse, ...before: express.RequestHandler[]): Promise<unknown[]> {
  const app = express().disable('etag');
  const { seen } = watch(app.response, 'end');
  app.get(
    '/it',
    ...before,
    returns(() => response),
  );
  await withServer(app, (port) => sendTo(port, 'GET', '/it'));
  return seen;
}

class CSV extends Reply<string> {
  static override contentType = 'text/csv; charset=utf-8';
}

describe('a string body', () => {
  it.each<[string, AnyResponse]>([
    ['Text', new Text('Grüße')],
    ['HTML', new HTML('Grüße')],
    ['a class of the user', new CSV('Grüße')],
    ['a structured suffix', new Reply('Grüße', { contentType: 'application/problem+json; charset=utf-8' })],
  ])('is given to a wrapper of res.end as bytes, as by res.send: %s', async (_class, response) => {
    expect(await endArguments(response)).toEqual([Buffer.from('Grüße')]);
  });

  it('is given to a wrapper of res.end as bytes for JSON', async () => {
    expect(await endArguments(new JSON(['Grüße']))).toEqual([Buffer.from('["Grüße"]')]);
  });

  it.each(['send', 'end'] as const)('is given to a wrapper of res.%s as a string', async (name) => {
    let seen: unknown[] = [];
    const wrapping: express.RequestHandler = (_req, res, next) => {
      ({ seen } = watch(res, name));
      next();
    };

    expect(await endArguments(new Text('Grüße'), wrapping)).toEqual(['Grüße']);
    expect(seen).toEqual(['Grüße']);
  });

  it('is given to an etag function of the app as bytes', async () => {
    const tagOf = jest.fn(() => '"tag"');
    const app = express().set('etag', tagOf);
    app.get(
      '/it',
      returns(() => new Text('Grüße')),
    );
    const reply = await withServer(app, (port) => sendTo(port, 'GET', '/it'));

    expect(reply.headers).toMatchObject({ ETag: '"tag"' });
    expect(tagOf.mock.calls).toEqual([[Buffer.from('Grüße')]]);
  });

  it.each([
    'text/csv',
    'TEXT/CSV; charset=utf-8',
    'text/csv;charset=utf-8',
    'text/csv; charset=UTF-8',
    'text/csv; header=present; charset=utf-8',
  ])('is left to Express for the type %s, which it rewrites', async (contentType) => {
    expect(await endArguments(new Reply('a,b', { contentType }))).toEqual(['a,b']);
  });
});

describe('the bytes of a string body are those of res.send by hand', () => {
  const TYPES = [
    'text/plain; charset=utf-8',
    'text/html; charset=utf-8',
    'application/json; charset=utf-8',
    'text/csv; charset=utf-8',
    'application/vnd.api+json; charset=utf-8',
    'application/x.y-1.2+xml; charset=utf-8',
    'image/svg+xml; charset=utf-8',
    'text/csv',
    'text/csv;charset=utf-8',
    'text/csv ; charset=utf-8',
    'text/csv; charset="utf-8"',
    'text/csv; charset=UTF-8',
    'text/csv; charset=iso-8859-1',
    'text/csv; charset=utf-8; header=present',
    'text/csv; header=present; charset=utf-8',
    'Text/CSV; charset=utf-8',
    'text/x_y; charset=utf-8',
    "text/a!#$&'*^`|~b; charset=utf-8",
    'octet/stream',
  ];
  let next: { text: string; contentType: string; status: number };
  const byHand = express().get('/it', (_req, res) => {
    res.status(next.status).setHeader('Content-Type', next.contentType).send(next.text);
  });
  const ours = express().get(
    '/it',
    returns(() => new Reply(next.text, { status: next.status, contentType: next.contentType })),
  );
  const ask = (port: number, method: string) => sendTo(port, method, '/it');
  const askBoth = (method: string, ports: readonly [number, number]) =>
    Promise.all(ports.map((port) => ask(port, method)));

  it.each(TYPES)('of the type %s', async (contentType) => {
    next = { text: 'Grüße,€', contentType, status: 200 };
    await withServer(byHand, (one) =>
      withServer(ours, async (other) => {
        const [expected, got] = await askBoth('GET', [one, other]);
        expect(got).toEqual(expected);
      }),
    );
  });

  it('with any characters, status and method', async () => {
    await withServer(byHand, (one) =>
      withServer(ours, async (other) => {
        const texts = fc.oneof(
          anyText(),
          fc.string({ minLength: 900, maxLength: 1100 }),
          fc.integer({ min: 8100, max: 8300 }).map((length) => 'ü'.repeat(length)),
        );
        const inputs = [
          texts,
          fc.constantFrom(...TYPES),
          fc.constantFrom(200, 201, 404),
          fc.constantFrom('GET', 'HEAD'),
        ] as const;
        await fc.assert(
          fc.asyncProperty(...inputs, async (text, contentType, status, method) => {
            next = { text, contentType, status };
            const [expected, got] = await askBoth(method, [one, other]);
            expect(got).toEqual(expected);
          }),
        );
      }),
    );
  });
});

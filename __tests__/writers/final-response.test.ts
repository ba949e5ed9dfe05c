import express, { type Request } from 'express';
import {
  Error as ErrorResponse,
  ErrorCode,
  ErrorList,
  JSON as JSONResponse,
  Negotiated,
  NotFound,
  Response,
  returns,
  Text,
  type AnyResponse,
  type Chunk,
  type Settings,
} from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { keepErrors, send } from '../helpers/app';

const errors = new ErrorList(new ErrorCode(1101, "User '{}' does not exist", 404));

const answer = async (handler: () => unknown, settings: Settings = {}) => {
  const app = express();
  app.get('/', returns(handler as () => AnyResponse, { errors, log: () => undefined, ...settings }));
  const reported = keepErrors(app);
  const { status, headers, body } = await send(app, 'GET', '/');
  return { status, type: headers['Content-Type'], body: body.toString(), reported };
};

/** A body that counts how often it is closed before its end. */
class Source implements AsyncIterableIterator<Chunk> {
  closed = 0;
  #chunks = ['a'];

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Chunk>> {
    const value = this.#chunks.shift();
    return value === undefined ? { done: true, value } : { done: false, value };
  }

  async return(): Promise<IteratorResult<Chunk>> {
    this.closed++;
    return { done: true, value: undefined };
  }
}

/** A response whose `render` is given, and counted. */
class Rendered extends Response {
  static calls = 0;
  readonly #render: (response: Rendered, req: Request) => unknown;

  constructor(body: unknown, render: (response: Rendered, req: Request) => unknown) {
    super(body);
    this.#render = render;
  }

  override render(req: Request): AnyResponse {
    Rendered.calls++;
    return this.#render(this, req) as AnyResponse;
  }
}

const sent = { status: 200, type: 'text/plain; charset=utf-8', body: 'a', reported: [] };
const failed = { status: 500, body: '{"failed":true}' };

beforeEach(() => {
  Rendered.calls = 0;
});

/** A thenable that is no Promise. */
const thenable = (value: unknown) => ({
  then(resolve: (value: unknown) => void) {
    resolve(value);
  },
});

describe('render(req)', () => {
  it.each<[string, (response: Rendered) => unknown]>([
    ['itself', (response) => response],
    ['a promise of itself', async (response) => response],
    ['a promise of itself, later', (response) => new Promise((resolve) => setImmediate(resolve, response))],
    ['a promise of a promise of itself', async (response) => Promise.resolve(response)],
    ['a thenable of itself', thenable],
  ])('may return %s, and is called once', async (_what, render) => {
    expect(await answer(() => new Rendered('a', render))).toEqual(sent);
    expect(Rendered.calls).toBe(1);
  });

  it.each<[string, (response: Rendered) => unknown]>([
    ['at once', () => new Rendered('b', () => new Text('a'))],
    ['later', async () => new Rendered('b', async () => new Text('a'))],
    ['at once, then later', () => new Rendered('b', async () => new Rendered('a', () => new Text('a')))],
    ['later, then at once', async () => new Rendered('b', () => new Text('a'))],
  ])('may return a response that renders another one, %s', async (_when, render) => {
    expect(await answer(() => new Rendered('c', render))).toEqual(sent);
  });

  it.each<[string, (next: () => Rendered) => unknown]>([
    ['at once', (next) => next()],
    ['later', async (next) => next()],
    ['as a thenable', (next) => thenable(next())],
  ])('fails for two responses that render each other, %s', async (_when, give) => {
    const one: Rendered = new Rendered('a', () => give(() => other));
    const other: Rendered = new Rendered('b', () => give(() => one));

    expect(await answer(() => one)).toMatchObject({
      ...failed,
      reported: [
        usageError(
          'ERR_RETURNS_RENDER',
          'GET / (anonymous function): render(req) returned a response to render 10 times in a row; return this to end.',
        ),
      ],
    });
  });

  it('waits for nothing where nothing waits', async () => {
    const transform = (response: AnyResponse) => response;
    const handlers = [
      returns(() => new Rendered('b', () => new Text('a')), { transform }),
      returns(() => new ErrorResponse(1001)),
    ];
    for (const handler of handlers) {
      const sentAtOnce: boolean[] = [];
      const app = express().get('/', (req, res, next) => {
        void handler(req, res, next);
        sentAtOnce.push(res.headersSent);
      });
      await send(app, 'GET', '/');

      expect(sentAtOnce).toEqual([true]);
    }
  });
});

describe('a body that is not sent', () => {
  const boom = new RangeError('boom');
  const later = async (value: unknown) => Promise.resolve(value);
  const fail = () => {
    throw boom;
  };

  it.each<[string, (source: Source) => AnyResponse, Settings, string]>([
    ['render throws', (body) => new Rendered(body, fail), {}, '{"failed":true}'],
    ['render rejects', (body) => new Rendered(body, async () => fail()), {}, '{"failed":true}'],
    ['render returns no response', (body) => new Rendered(body, () => 5), {}, '{"failed":true}'],
    ['render resolves to no response', (body) => new Rendered(body, () => later(5)), {}, '{"failed":true}'],
    ['render returns another', (body) => new Rendered(body, () => new Text('b')), {}, 'b'],
    ['render resolves to another', (body) => new Rendered(body, () => later(new Text('b'))), {}, 'b'],
    ['the rendered one throws', (body) => new Rendered('b', () => new Rendered(body, fail)), {}, '{"failed":true}'],
    ['render has no end', (body) => endless(body), {}, '{"failed":true}'],
    ['render throws another', (body) => new Rendered(body, throwing(new Text('b'))), {}, 'b'],
    ['a transform throws', (body) => new Text(body), { transform: fail }, '{"failed":true}'],
    ['a transform rejects', (body) => new Text(body), { transform: async () => fail() }, '{"failed":true}'],
    ['a transform returns another', (body) => new Text(body), { transform: () => new Text('b') }, 'b'],
    ['a transform returns nothing', (body) => new Text(body), { transform: (() => 5) as never }, '{"failed":true}'],
    [
      'the transformed one throws',
      (body) => new Text(body),
      { transform: ({ body }) => new Rendered(body, fail) },
      '{"failed":true}',
    ],
    [
      'the second transform throws',
      (body) => new Text(body),
      { transform: [(response) => response.with({}), fail] },
      '{"failed":true}',
    ],
    ['another was transformed', () => new Text('b'), { transform: [() => new Text('c'), () => new Text('b')] }, 'b'],
    ['the kind is unknown', (body) => hologram(body), {}, '{"failed":true}'],
  ])('is closed once where %s', async (what, make, settings, body) => {
    const source = new Source();
    const response = make(source);

    expect((await answer(() => response, settings)).body).toBe(body);
    expect(source.closed).toBe(what === 'another was transformed' ? 0 : 1);
  });

  it.each<[string, (source: Source) => AnyResponse, Settings]>([
    ['render returns a copy', (body) => new Rendered(body, (response) => new Text(response.body as Source)), {}],
    ['render throws a copy', (body) => new Rendered(body, throwing(new Text(body))), {}],
    ['a transform returns a copy', (body) => new Text(body), { transform: (response) => response.with({}) }],
    ['a transform returns it', (body) => new Text(body), { transform: (response) => response }],
  ])('is kept where %s', async (_what, make, settings) => {
    const source = new Source();
    const response = make(source);

    expect(await answer(() => response, settings)).toEqual(sent);
  });

  it.each<[string, (wait: () => Promise<void>, body: Source) => [AnyResponse, Settings]]>([
    ['render', (wait, body) => [new Rendered(body, async (response) => (await wait(), response)), {}]],
    ['a transform', (wait, body) => [new Text(body), { transform: async (response) => (await wait(), response) }]],
  ])('is closed once where the request is answered while %s waits', async (_what, make) => {
    const source = new Source();
    const app = express();
    app.get('/', (req, res, next) => {
      const [response, settings] = make(async () => {
        res.send('other');
        await Promise.resolve();
      }, source);
      void returns(() => response, settings)(req as never, res, next);
    });
    const reported = keepErrors(app);

    expect((await send(app, 'GET', '/')).body.toString()).toBe('other');
    expect([source.closed, reported]).toEqual([1, []]);
  });

  function throwing(value: unknown): () => never {
    return () => {
      throw value;
    };
  }

  function endless(body: unknown): Rendered {
    return new Rendered(body, (response) => endless(response.body));
  }

  function hologram(body: unknown): AnyResponse {
    const response = Object.create(Response.prototype, {
      [Symbol.for('express-returns.response')]: { value: { protocol: 1, kind: 'hologram' } },
    }) as AnyResponse;
    return Object.assign(response, { status: 200, headers: {}, cookies: [], body });
  }
});

describe('a response that is thrown while another is sent', () => {
  const throwsNext = (count: number): Rendered =>
    new Rendered(null, () => {
      throw count === 0 ? new Text('a') : throwsNext(count - 1);
    });
  const rejectsNext = (count: number): Rendered =>
    new Rendered(null, async () => {
      await Promise.resolve();
      throw count === 0 ? new Text('a') : rejectsNext(count - 1);
    });

  it.each([throwsNext, rejectsNext])('is sent (%p)', async (make) => {
    expect(await answer(() => make(0))).toEqual(sent);
  });

  it.each([throwsNext, rejectsNext])(
    'is an error where it throws another: there might be no end (%p)',
    async (make) => {
      expect(await answer(() => make(Infinity))).toMatchObject({
        ...failed,
        reported: [
          usageError(
            'ERR_RETURNS_THROWN',
            'GET / (anonymous function): threw a response while the one that it had thrown before was sent.',
          ),
        ],
      });
    },
  );

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw revoked();
      },
    ],
    ['rejects with', () => Promise.reject(revoked())],
    ['returns', () => revoked()],
    ['resolves to', () => thenable(revoked())],
  ])('may be a revoked Proxy: render %s one', async (_what, render) => {
    const reply = await answer(() => new Rendered('a', render));

    expect(reply).toMatchObject(failed);
    expect(reply.reported).toHaveLength(1);
  });

  function revoked(): unknown {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }
});

describe('the order', () => {
  it('is render, transform, render, error reply', async () => {
    const seen: unknown[] = [];
    const see = (response: AnyResponse) => {
      seen.push(response.body ?? (response as unknown as Error).message);
      return response.status === 201 ? new Negotiated({ json: () => new JSONResponse({ a: 1 }) }) : response;
    };

    expect((await answer(() => new Rendered('a', () => new Text('b', { status: 201 })), { transform: see })).body).toBe(
      '{"a":1}',
    );
    expect((await answer(() => new Rendered('a', () => new ErrorResponse(1101, 'c')), { transform: see })).body).toBe(
      `{"status":"error","code":1101,"message":"User 'c' does not exist"}`,
    );
    expect((await answer(() => new Rendered('a', async () => new NotFound()), { transform: see })).status).toBe(404);
    expect(seen).toEqual(['b', "User 'c' does not exist", 'Not Found']);
  });
});

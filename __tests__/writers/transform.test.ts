import { Readable } from 'node:stream';
import express from 'express';
import {
  Error as ErrorResponse,
  ErrorCode,
  ErrorList,
  errorHandler,
  guard,
  JSON as JSONResponse,
  Negotiated,
  notFound,
  NotFound,
  Response,
  returns,
  Routes,
  Text,
  type Transform,
} from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { appOf, send } from '../helpers/app';

const errors = new ErrorList(new ErrorCode(1101, "User '{}' does not exist", 404));

const answer = async (handler: () => unknown, transform: Transform | readonly Transform[]) => {
  const { app, errors: reported } = appOf(new Routes().get('/', handler as () => string), { errors, transform });
  const { status, headers, body, isBroken } = await send(app, 'GET', '/');
  return { status, headers, body: body.toString(), isBroken, reported };
};

const addHeader: Transform = (response) => response.with({ headers: { 'X-Seen': 'yes' } });

describe('transform', () => {
  it.each<[string, () => unknown, number, string]>([
    ['a response', () => new Text('a'), 200, 'a'],
    ['a bare value', () => ({ a: 1 }), 200, '{"a":1}'],
    ['a promise', async () => new Text('a'), 200, 'a'],
    ['a stream', () => new Text(Readable.from(['a', 'b'])), 200, 'ab'],
    ['a web Response', () => new globalThis.Response('a', { status: 201 }), 201, 'a'],
    ['a representation', () => new Negotiated({ text: () => new Text('a') }), 200, 'a'],
    [
      'an error by its code',
      () => new ErrorResponse(1101, 'a'),
      404,
      `{"status":"error","code":1101,"message":"User 'a' does not exist"}`,
    ],
    [
      'an exception that is thrown',
      () => {
        throw new NotFound();
      },
      404,
      'Not Found',
    ],
    ['a rejection', () => Promise.reject(new Text('a', { status: 400 })), 400, 'a'],
  ])('sees %s', async (_what, handler, status, body) => {
    const reply = await answer(handler, addHeader);

    expect([reply.status, reply.headers['X-Seen'], reply.body]).toEqual([status, 'yes', body]);
  });

  it('receives the responses of guards and returns(), and the errors of errorHandler and notFound', async () => {
    const routes = new Routes().get(
      '/guarded',
      guard(() => new Text('no', { status: 401 })),
      () => 'a',
    );
    const settings = { transform: addHeader };
    const app = express();
    app.use(routes.router(settings));
    app.get(
      '/returns',
      returns(() => 'a', settings),
    );
    app.use(notFound(settings), errorHandler(settings));

    for (const [path, status] of [
      ['/guarded', 401],
      ['/returns', 200],
      ['/nowhere', 404],
      ['/%E0%A4%A', 404],
    ] as const)
      expect(await send(app, 'GET', path)).toMatchObject({ status, headers: { 'X-Seen': 'yes' } });
  });

  it('runs in order, each with the result of the one before', async () => {
    const add =
      (text: string): Transform =>
      async (response) =>
        new Text(`${String(response.body)}${text}`);

    expect((await answer(() => 'a', [add('b'), add('c')])).body).toBe('abc');
  });

  it('may wrap an envelope, replace a response, and give one that is rendered', async () => {
    const wrap: Transform = (response) => {
      if (response instanceof JSONResponse) return new JSONResponse({ data: response.body });
      return response.status === 418 ? new Negotiated({ json: () => new JSONResponse('tea') }) : response;
    };

    expect((await answer(() => ({ a: 1 }), wrap)).body).toBe('{"data":{"a":1}}');
    expect((await answer(() => 'a', wrap)).body).toBe('a');
    expect((await answer(() => new Text('a', { status: 418 }), wrap)).body).toBe('"tea"');
  });

  it('sees an error with its message, and may translate it by the request', async () => {
    const translate: Transform = (response, req) =>
      response instanceof ErrorResponse && req.acceptsLanguages('de', 'en') === 'de'
        ? new JSONResponse<object, number>(
            { message: (response as Error).message.replace('does not exist', 'gibt es nicht') },
            { status: response.status, headers: { Vary: 'Accept-Language' } },
          )
        : response;
    const { app } = appOf(
      new Routes().get('/', () => new ErrorResponse(1101, 'jalil')),
      { errors, transform: translate },
    );

    expect((await send(app, 'GET', '/', { 'Accept-Language': 'de' })).body.toString()).toBe(
      `{"message":"User 'jalil' gibt es nicht"}`,
    );
    expect((await send(app, 'GET', '/', { 'Accept-Language': 'en' })).status).toBe(404);
  });

  it.each<[string, Transform, unknown]>([
    [
      'throws',
      () => {
        throw new RangeError('a');
      },
      new RangeError('a'),
    ],
    [
      'throws a response',
      () => {
        throw new NotFound();
      },
      usageError('ERR_RETURNS_TRANSFORM', 'GET / (anonymous function): A transform threw a response; return it.'),
    ],
    [
      'gives nothing',
      (() => undefined) as never,
      usageError('ERR_RETURNS_TRANSFORM', 'A transform returned undefined; it must return a response.'),
    ],
    [
      'gives rubbish',
      function envelope() {
        return { a: 1 };
      } as never,
      usageError(
        'ERR_RETURNS_TRANSFORM',
        'The transform envelope returned an object with the keys a; it must return a response.',
      ),
    ],
  ])('is a clean 500 when one %s, and the body is closed', async (_what, transform, error) => {
    const stream = Readable.from(['a']);
    const reply = await answer(() => new Text(stream, { headers: { 'X-Own': 'a' } }), transform);

    expect(reply).toMatchObject({ status: 500, body: '{"failed":true}' });
    expect(reply.headers).not.toHaveProperty('X-Own');
    expect(reply.reported).toEqual([error]);
    expect(stream.destroyed).toBe(true);
  });

  it('closes the body of a response that is replaced, not of one that is kept', async () => {
    const [replaced, kept] = [Readable.from(['a']), Readable.from(['b'])];

    expect(
      (
        await answer(
          () => new Text(replaced),
          () => new Text('c'),
        )
      ).body,
    ).toBe('c');
    expect(replaced.destroyed).toBe(true);
    expect(
      (
        await answer(
          () => new Text(kept),
          (response) => new Response(response.body),
        )
      ).body,
    ).toBe('b');
  });

  it('never changes a response that is returned again and again', async () => {
    const shared = new Text('a');

    expect((await answer(() => shared, addHeader)).headers['X-Seen']).toBe('yes');
    expect(shared.headers).toEqual({ 'content-type': 'text/plain; charset=utf-8' });
  });

  it.each([5, 'add', [addHeader, null], {}])('refuses %p when mounted', (transform) => {
    expect(() => new Routes().router({ transform: transform as never })).toThrow(
      usageError('ERR_RETURNS_SETTINGS', 'The option transform of routes.router() must be a function (response, req)'),
    );
  });
});

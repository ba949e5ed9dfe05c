import {
  BadRequest,
  ExceptionResponse,
  Forbidden,
  NotFound,
  Response,
  Routes,
  ServerError,
  Unauthorized,
} from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { appOf, send } from '../helpers/app';

const classes = [
  ['BadRequest', BadRequest, 400, 'Bad Request'],
  ['Unauthorized', Unauthorized, 401, 'Unauthorized'],
  ['Forbidden', Forbidden, 403, 'Forbidden'],
  ['NotFound', NotFound, 404, 'Not Found'],
  ['ServerError', ServerError, 500, 'Internal Server Error'],
] as const;

describe.each(classes)('%s', (name, Exception, status, description) => {
  it('is a response and a global Error, named by its class', () => {
    const error = new Exception();

    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(Response);
    expect(error).toBeInstanceOf(ExceptionResponse);
    expect(String(error)).toBe(`${name}: ${description}`);
    expect(error).toMatchObject({ status, statusCode: status, expose: true, body: description });
  });

  it('has no other status', () => {
    expect(() => new Exception('a', { status: 418 } as never)).toThrow(
      usageError('ERR_RETURNS_INIT', `${name} has no option "status"; it has headers, cookies, compress, cause.`),
    );
  });

  it.each([
    ['the description of its status', [], 'text/plain; charset=utf-8', description],
    ['a text', ['No.'], 'text/plain; charset=utf-8', 'No.'],
    ['an empty text', [''], 'text/plain; charset=utf-8', ''],
    ['an object', [{ a: 1 }], 'application/json; charset=utf-8', '{"a":1}'],
  ])('is sent with %s, thrown or returned', async (_what, args, type, body) => {
    const make = () => new Exception(args[0], { headers: { 'X-A': '1' } });
    const thrower = async (): Promise<never> => {
      throw make();
    };
    const { app, errors } = appOf(new Routes().get('/returned', make).get('/thrown', thrower));
    const returned = await send(app, 'GET', '/returned');

    expect(returned).toMatchObject({ status, headers: { 'Content-Type': type, 'X-A': '1' } });
    expect(returned.body.toString()).toBe(body);
    expect(await send(app, 'GET', '/thrown')).toEqual(returned);
    expect(errors).toEqual([]);
    await expect(make().text()).resolves.toBe(body);
  });
});

describe('ExceptionResponse', () => {
  it('has any status of an error', async () => {
    expect(new ExceptionResponse(undefined, { status: 418 })).toMatchObject({ status: 418, body: "I'm a Teapot" });
    expect(new ExceptionResponse().status).toBe(500);
    await expect(new ExceptionResponse(['a'], { status: 422 }).json()).resolves.toEqual(['a']);
  });

  it.each([200, 399, 600, 404.5, '404', null])('refuses the status %p', (status) => {
    expect(() => new ExceptionResponse('a', { status: status as never })).toThrow(usageError('ERR_RETURNS_STATUS'));
  });

  it.each([null, 5, true, new Map()])('refuses the body %p', (body) => {
    expect(() => new NotFound(body as never)).toThrow(usageError('ERR_RETURNS_BODY', 'NotFound'));
  });
});

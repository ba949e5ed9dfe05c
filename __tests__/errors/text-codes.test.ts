import express from 'express';
import { Error as ErrorResponse, ErrorCode, errorHandler, ErrorList, Routes, type Settings } from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { appOf, send } from '../helpers/app';
import { anotherCopy } from '../helpers/copy';

const errors = new ErrorList(
  new ErrorCode('invalid_client', 'Client authentication failed', 401),
  new ErrorCode('invalid_scope', "The scope '{}' is unknown", 400),
  new ErrorCode('größe/50%', 'Too large', 400),
  new ErrorCode(1101, 'A number', 400),
);

async function bodyOf(fn: () => unknown, settings: Settings = {}): Promise<unknown> {
  const routes = new Routes().get('/', fn as () => string);
  const { app, errors: reported } = appOf(routes, { errors, ...settings });
  const { status, body } = await send(app, 'GET', '/');
  expect(reported).toEqual([]);
  return { sent: status, ...(globalThis.JSON.parse(body.toString()) as object) };
}

describe('a code that is a text', () => {
  it.each<[string, () => unknown]>([
    ['a list', () => errors.error('invalid_scope', 'all')],
    ['the mount', () => new ErrorResponse('invalid_scope', 'all')],
  ])('has the message and status of %s', async (_what, make) => {
    const envelope = { status: 'error', code: 'invalid_scope', message: "The scope 'all' is unknown" };

    expect(await bodyOf(make)).toEqual({ sent: 400, ...envelope });
  });

  it('is the end of the type of a problem, encoded for a URI', async () => {
    const settings: Settings = { errorFormat: 'problem', errorTypes: 'https://example.com/errors#' };

    expect(await bodyOf(() => errors.error('invalid_client'), settings)).toMatchObject({
      sent: 401,
      type: 'https://example.com/errors#invalid_client',
      title: 'Client authentication failed',
      code: 'invalid_client',
    });
    expect(await bodyOf(() => errors.error('größe/50%'), settings)).toMatchObject({
      type: 'https://example.com/errors#gr%C3%B6%C3%9Fe%2F50%25',
      code: 'größe/50%',
    });
    // The code of an error that was given a status need not be in a list, and so may be any text.
    const marked = Object.assign(new ErrorResponse('\ud800'), { status: 400 });
    expect(await bodyOf(() => marked, settings)).toMatchObject({ type: 'https://example.com/errors#%EF%BF%BD' });
  });

  it('stands in a list beside numbers, and in its JSON', () => {
    expect(errors.get('invalid_client').status).toBe(401);
    expect(errors.get(1101).message).toBe('A number');
    expect(globalThis.JSON.parse(globalThis.JSON.stringify(errors.codes))).toContainEqual({
      code: 'invalid_client',
      message: 'Client authentication failed',
      status: 401,
    });
    expect(() => errors.get('other' as never)).toThrow(
      usageError(
        'ERR_RETURNS_ERROR_CODE',
        'no error code "other"; it has 1000, 1001, 1002, 1003, "invalid_client", "invalid_scope", "größe/50%", 1101.',
      ),
    );
    expect(() => errors.error('invalid_scope', ['a', 'b'] as never)).toThrow(
      usageError('ERR_RETURNS_MESSAGE_DATA', 'of the error "invalid_scope" has no placeholder for the value "1"'),
    );
  });

  it('is refused where it is defined twice', () => {
    const make = () => new ErrorList(new ErrorCode('a', 'one', 400), new ErrorCode('a', 'two', 400));

    expect(make).toThrow(usageError('ERR_RETURNS_ERROR_CODE', 'code "a" is defined as "one" and again as "two".'));
  });

  // An object would find members of its prototype.
  it.each(['__proto__', 'constructor', 'toString'])('may be %s, and is unknown where it is in no list', (text) => {
    const list = new ErrorList(new ErrorCode(text, 'Odd', 400));

    expect(list.error(text).message).toBe('Odd');
    expect(() => errors.get(text as never)).toThrow(usageError('ERR_RETURNS_ERROR_CODE'));
  });

  it('is that of another copy of the package, too', async () => {
    const copy = anotherCopy();
    const list = new copy.ErrorList(new copy.ErrorCode('taken', 'Taken', 409));
    const made = new copy.Error('taken');

    expect(await bodyOf(() => made, { errors: [list] })).toMatchObject({ sent: 409, code: 'taken' });
    expect(await bodyOf(() => new ErrorResponse('taken'), { errors: [list] })).toMatchObject({ message: 'Taken' });
    expect(await bodyOf(() => list.error('taken'))).toMatchObject({ sent: 409, code: 'taken', message: 'Taken' });
  });
});

describe('a text that no list knows', () => {
  it('is the message of the error until it is written', () => {
    const error = new ErrorResponse('Something went wrong');

    expect([error.message, error.status, error.code]).toEqual(['Something went wrong', undefined, error.message]);
    expect(error.stack).toContain('text-codes.test.ts');
  });

  const fact =
    'The error code "some text" is in no list of this mount, which has 1000, 1001, 1002, 1003, "invalid_client", "invalid_scope", "größe/50%", 1101. Give its ErrorList as the setting errors, or throw new globalThis.Error(text) for an error with a message.';

  it.each<[string, () => unknown]>([
    ['thrown', () => { throw new ErrorResponse('some text'); }],
    ['returned', () => new ErrorResponse('some text')],
    ['rejected', async () => { throw new ErrorResponse('some text'); }],
  ])('is a 500 whose logged error quotes the text, where it is %s', async (_how, fn) => {
    const logged: unknown[] = [];
    const settings: Settings = { errors, log: (error) => logged.push(error) };
    const app = express()
      .use(new Routes().get('/', fn as () => string).router(settings))
      .use(errorHandler(settings));
    const { status, body } = await send(app, 'GET', '/');

    expect([status, body.toString()]).toEqual([500, '{"status":"error","code":1000,"message":"Server error"}']);
    expect(logged).toEqual([usageError('ERR_RETURNS_ERROR_CODE', `GET / (${fn.name || 'anonymous function'}): ${fact}`)]);
    expect((logged[0] as Error).cause).toMatchObject({ message: 'some text' });
  }); // prettier-ignore

  it('is the same where only the error handler sees it', async () => {
    const logged: unknown[] = [];
    const app = express();
    app.get('/', () => {
      throw new ErrorResponse('some text');
    });
    app.use(errorHandler({ errors, log: (error) => logged.push(error) }));

    expect((await send(app, 'GET', '/')).status).toBe(500);
    expect(logged).toEqual([usageError('ERR_RETURNS_ERROR_CODE', `GET / (errorHandler): ${fact}`)]);
  });
});

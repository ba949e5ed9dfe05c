import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import * as reply from 'express-returns';
import { keepErrors, sendTo, withServer } from '../helpers/app';
import fc, { anyPath, anyText, runs } from '../helpers/fast-check';

type Make = (init: object) => reply.Response;

const VIEWS = join(__dirname, '../fixtures/views');

// Half of them sensible, so that enough is accepted; the others anything, lone surrogates and control characters, too.
const text = fc.oneof(anyText(), anyPath, fc.constantFrom('a', 'text/html', 'a b', 'ä', '"'));
const name = fc.constantFrom(
  ...['X-A', 'x-b', 'Vary', 'Set-Cookie', 'ETag', 'Last-Modified', 'Cache-Control', 'Location', 'Trailer', 'Date'],
  ...['Expires', 'Link', 'Content-Disposition', 'Content-Language', 'Content-Type', 'Retry-After', 'Age', '__proto__'],
);
const value = fc.oneof(text, fc.integer(), fc.double(), fc.array(text, { maxLength: 3 }));
const headers = fc.array(fc.tuple(name, value), { maxLength: 3 });

const flag = fc.oneof(fc.boolean(), fc.constantFrom(undefined, null, 'yes'));
const cookieParts: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: fc.constantFrom('a', 'b.c', 'a b', ''),
  value: fc.oneof(text, fc.jsonValue(), fc.bigInt(), fc.constantFrom(Symbol('a'), { toJSON: () => undefined })),
  maxAge: fc.oneof(fc.integer(), fc.double(), fc.constantFrom(undefined, null, '1d', '10')),
  expires: fc.oneof(fc.date({ noInvalidDate: false }), fc.constantFrom(undefined, 0, 'tomorrow')),
  path: fc.oneof(text, fc.constantFrom(undefined, '/', '/a')),
  domain: fc.oneof(fc.domain(), text, fc.constantFrom(undefined, '.example.com')),
  sameSite: fc.oneof(flag, fc.constantFrom('lax', 'Strict', 'none', 'loose')),
  priority: fc.constantFrom(undefined, 'low', 'High', 'urgent', 1),
  encode: fc.constantFrom(undefined, encodeURIComponent, encodeURI, String, () => 'a b', fail, 'utf8'),
  ...{ httpOnly: flag, secure: flag, partitioned: flag, signed: flag },
};
const cookiePart = fc.oneof(...Object.entries(cookieParts).map(([key, part]) => fc.record({ [key]: part })));
const cookie = fc
  .array(cookiePart, { maxLength: 3 })
  .map((parts) => Object.assign({ name: 'a', value: 'b' }, ...parts) as object);

const cookies = fc.array(cookie, { minLength: 1, maxLength: 2 });
const redirectStatus = fc.constantFrom(300, 301, 302, 303, 304, 307, 308);
const status = fc.oneof(fc.integer({ min: 200, max: 599 }), fc.constantFrom(204, 205, 304, 302, 999));
const contentType = fc.oneof(text, fc.constantFrom('text/csv', 'text/plain; charset="utf-8"', 'a/b; c', 'a/', null));
const download = fc.oneof(text, fc.boolean());

/** Inits of which most have one part only, so that one that is refused hides no other. */
const init = fc.oneof(
  fc.record({ headers }),
  fc.record({ cookies }),
  fc.record({ contentType }),
  fc.record({ download }),
  fc.record({ status, headers, contentType, cookies, download }, { requiredKeys: [] }),
);

const data = fc.oneof(fc.jsonValue(), text);

const classes: readonly [string, fc.Arbitrary<Make>, fc.Arbitrary<object>?][] = [
  ['Text', text.map((body) => (given) => new reply.Text(body, given))],
  ['HTML', fc.constant((given) => new reply.HTML('', given))],
  ['Response', fc.constant((given) => new reply.Response(null, given))],
  ['Binary', fc.uint8Array().map((body) => (given) => new reply.Binary(body, given))],
  ['a streamed Text', text.map((body) => (given) => new reply.Text([body, ''], given))],
  ['JSON', data.map((body) => (given) => new reply.JSON(body as object, given))],
  ['a streamed JSON', data.map((body) => (given) => new reply.JSON([body].values(), given))],
  ['Success', data.map((body) => (given) => new reply.Success(body as object, given))],
  ['JSONLines', data.map((body) => (given) => new reply.JSONLines([body], given))],
  ['EventStream', text.map((body) => (given) => new reply.EventStream([body], given))],
  ['View', data.map((body) => (given) => new reply.View('page', { body }, given))],
  [
    'Redirect',
    text.map((url) => (given) => new reply.Redirect(url, given)),
    fc.oneof(fc.record({ headers }), fc.record({ cookies }), fc.record({ status: redirectStatus })),
  ],
  ['File', fc.constant((given) => new reply.File('page.tpl', { root: VIEWS, ...given }))],
  [
    'ExceptionResponse',
    fc.oneof(text, fc.object()).map((body) => (given) => new reply.ExceptionResponse(body as string, given) as never),
    fc.oneof(fc.record({ headers }), fc.record({ cookies }), fc.record({ status: fc.integer({ min: 399, max: 600 }) })),
  ],
];

function fail(): never {
  throw new Error('cannot encode');
}

describe('a value that the constructor accepts can be sent', () => {
  it.each(classes)('as %s', async (_name, makes, inits = init) => {
    let response: reply.Response | undefined;
    let accepted = 0;
    const app = express().set('views', VIEWS).set('view engine', 'tpl');
    app.engine('tpl', (_path, _locals, done) => {
      done(null, 'page');
    });
    const sign: RequestHandler = (req, _res, next) => {
      Object.assign(req, { secret: 'secret' }); // As cookie-parser leaves it.
      next();
    };
    app.get('/it', sign, reply.returns(() => response ?? null)); // prettier-ignore
    const errors = keepErrors(app);

    await withServer(app, (port) =>
      fc.assert(
        fc.asyncProperty(makes, inits, async (make, given) => {
          try {
            response = make(given);
          } catch (error) {
            expect(error).toBeInstanceOf(reply.UsageError);
            return;
          }
          accepted += 1;
          const { status: sent, isBroken } = await sendTo(port, 'GET', '/it');
          expect({ errors: errors.splice(0), sent, isBroken }).toEqual({
            errors: [],
            sent: response.status,
            isBroken: false,
          });
        }),
        { numRuns: runs(60) },
      ),
    );
    expect(accepted).toBeGreaterThan(runs(10));
  });
});

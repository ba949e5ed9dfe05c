import express, { type Request, type RequestHandler } from 'express';
import { JSON as JSONResponse, Routes } from 'express-returns';
import { fetchOf } from 'express-returns/testing';
import multer from 'multer';
import { z } from 'zod';
import type * as Files from '../../lib/validation/files';
import type { RouteOptions } from '../../lib/route/route';
import { keepErrors } from '../helpers/app';

type Part = readonly [name: string, value: string | Blob, filename?: string];

const png = (bytes = 3): Blob => new Blob(['x'.repeat(bytes)], { type: 'image/png' });
const text = new Blob(['x'], { type: 'text/plain' });

/** An app that takes files, and answers with what its handler sees of them. */
function appOf(options: RouteOptions, before: readonly RequestHandler[] = []) {
  const calls: unknown[] = [];
  const show = (file: unknown): unknown => {
    if (Array.isArray(file)) return file.map(show);
    const { originalname, size, buffer } = file as Express.Multer.File;
    return `${originalname} ${size} ${buffer.length}`;
  };
  const routes = new Routes().post('/it', options, ({ files, body }: Request) => {
    calls.push(files);
    return new JSONResponse({
      files: Object.fromEntries(Object.entries(files ?? {}).map(([field, file]) => [field, show(file)])),
      body,
    });
  });
  const app = express();
  for (const middleware of before) app.use(middleware);
  app.use(routes.router());
  return { app, calls, errors: keepErrors(app) };
}

async function send(app: express.Express, parts: readonly Part[] | string, headers: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value, filename = 'a.png'] of typeof parts === 'string' ? [] : parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, filename);
  }
  const reply = await fetchOf(app)('/it', { method: 'POST', body: typeof parts === 'string' ? parts : form, headers });
  return { status: reply.status, accept: reply.headers.get('Accept'), body: await reply.json() };
}

const image = { image: { types: ['image/png'], maxBytes: 10 } };
const refused = (field: string, message: string) => ({ code: 1002, data: { files: { [field]: [message] } } });

it.each<[string, RouteOptions['files'] & object, readonly Part[], number, unknown]>([
  ['one file', image, [['image', png()]], 200, { files: { image: 'a.png 3 3' } }],
  ['as many bytes as are allowed', image, [['image', png(10)]], 200, { files: { image: 'a.png 10 10' } }],
  [
    'too many bytes',
    image,
    [['image', png(11)]],
    413,
    { code: 413, message: 'A file of the field image is larger than 10 bytes' },
  ],
  [
    'too many bytes for its field',
    { ...image, other: { maxBytes: 100, optional: true } },
    [['image', png(11)]],
    413,
    { message: 'A file of the field image is larger than 10 bytes' },
  ],
  ['another type', image, [['image', text]], 400, refused('image', 'The file must be image/png')],
  ['a type of a range', { image: { types: ['IMAGE/*'] } }, [['image', png()]], 200, {}],
  ['no file', image, [['other', 'text']], 400, refused('image', 'A file is required')],
  ['no file where it is optional', { image: { optional: true } }, [['other', 'text']], 200, { files: {} }],
  [
    'two files for one',
    image,
    [
      ['image', png()],
      ['image', png()],
    ],
    400,
    refused('image', 'Only one file is accepted'),
  ],
  [
    'several files',
    { image: { maxCount: 2 } },
    [
      ['image', png()],
      ['image', png(2), 'b.png'],
    ],
    200,
    { files: { image: ['a.png 3 3', 'b.png 2 2'] } },
  ],
  ['one of several', { image: { maxCount: 2 } }, [['image', png()]], 200, { files: { image: ['a.png 3 3'] } }],
  ['none of several', { image: { maxCount: 2, optional: true } }, [['other', 'text']], 200, { files: { image: [] } }],
  [
    'too many files',
    { image: { maxCount: 2 } },
    Array<Part>(5).fill(['image', png()]),
    400,
    { data: { files: { image: Array(3).fill('At most 2 files are accepted') } } },
  ],
  [
    'an unknown field',
    image,
    [
      ['image', png()],
      ['other', png()],
    ],
    400,
    refused('other', 'No file is expected'),
  ],
  ['an empty file', image, [['image', png(0)]], 200, { files: { image: 'a.png 0 0' } }],
])('takes %s: %#', async (_name, files, parts, status, body) => {
  const { app, calls } = appOf({ files });

  expect(await send(app, parts)).toMatchObject({ status, body });
  expect(calls).toHaveLength(status === 200 ? 1 : 0);
});

it('answers with all faults of texts and files', async () => {
  const { app } = appOf({ files: { ...image, more: {} }, body: z.object({ age: z.int(), name: z.string() }) });

  expect(
    await send(app, [
      ['age', 'x'],
      ['image', text],
    ]),
  ).toMatchObject({
    status: 400,
    body: {
      data: {
        body: { age: [expect.any(String)], name: [expect.any(String)] },
        files: { image: ['The file must be image/png'], more: ['A file is required'] },
      },
    },
  });
});

it('converts the texts beside files', async () => {
  const { app } = appOf({ files: image, body: z.object({ age: z.int(), tag: z.array(z.string()) }) });

  expect(
    await send(app, [
      ['age', '36'],
      ['tag', 'a'],
      ['image', png()],
    ]),
  ).toMatchObject({ status: 200, body: { body: { age: 36, tag: ['a'] } } });
});

it.each([
  ['JSON', '{}', { 'Content-Type': 'application/json' }, 415, 'multipart/form-data'],
  ['no boundary', 'x', { 'Content-Type': 'multipart/form-data' }, 400, null],
  ['a broken form', '--x\r\nnonsense', { 'Content-Type': 'multipart/form-data; boundary=x' }, 400, null],
  ['nothing', '', {}, 400, null],
])('refuses %s', async (_name, body, headers, status, accept) => {
  const { app, errors, calls } = appOf({ files: image });

  expect(await send(app, body, headers as Record<string, string>)).toMatchObject({
    status,
    accept,
    body: { status: 'error' },
  });
  expect([errors, calls]).toEqual([[], []]);
});

it('refuses a text that is larger than bodyLimit', async () => {
  const { app } = appOf({ files: image, bodyLimit: 10 });

  expect(
    await send(app, [
      ['text', 'x'.repeat(11)],
      ['image', png()],
    ]),
  ).toMatchObject({ status: 413, body: { message: 'The body has too many or too large fields' } });
});

it.each<[string, RequestHandler]>([
  ['any()', multer().any()],
  ['fields()', multer().fields([{ name: 'image' }])],
  ['single()', multer().single('image')],
  ['array()', multer().array('image')],
])('keeps to multer().%s of the app', async (_name, before) => {
  const { app } = appOf({ files: image, body: z.object({ age: z.int() }) }, [before]);

  expect(
    await send(app, [
      ['age', '36'],
      ['image', png()],
    ]),
  ).toMatchObject({ status: 200, body: { files: { image: 'a.png 3 3' }, body: { age: 36 } } });
  expect(
    await send(app, [
      ['age', '36'],
      ['image', text],
    ]),
  ).toMatchObject({ status: 400 });
  expect(
    await send(app, [
      ['age', '36'],
      ['image', png(11)],
    ]),
  ).toMatchObject({ status: 413 });
});

it.each<[string, RequestHandler]>([
  ['none()', multer().none()],
  ['single()', multer().single('image')],
  ['any()', multer().any()],
])('takes no file where multer().%s of the app has read none', async (_name, before) => {
  const body = z.object({ age: z.int() });
  const files = { image: { ...image.image, optional: true } };

  expect(await send(appOf({ files, body }, [before]).app, [['age', '36']])).toMatchObject({
    status: 200,
    body: { files: {}, body: { age: 36 } },
  });
  expect(await send(appOf({ files: image, body }, [before]).app, [['age', '36']])).toMatchObject({
    status: 400,
    body: refused('image', 'A file is required'),
  });
});

it('says that a form was read and is nowhere', async () => {
  const swallow: RequestHandler = (req, _res, next) => {
    req.resume().on('end', next);
  };
  const { app, errors } = appOf({ files: image }, [swallow]);

  expect((await send(app, [['age', '36']])).status).toBe(500);
  expect(errors).toMatchObject([
    { code: 'ERR_RETURNS_DESCRIPTION', message: expect.stringContaining('was read by a middleware') as string },
  ]);
});

it('has the name of a file in any script', async () => {
  const { app } = appOf({ files: image });

  expect(await send(app, [['image', png(), 'Zoë 日本🦊.png']])).toMatchObject({
    status: 200,
    body: { files: { image: 'Zoë 日本🦊.png 3 3' } },
  });
});

const Item = z.object({ n: z.int() });
const nested = z.object({
  at: z.object({ city: z.string(), zip: z.int() }),
  tags: z.array(z.string()),
  items: z.array(Item),
  note: z.string().optional(),
});
const value = { at: { city: 'Rome', zip: 5 }, tags: ['a', 'b'], items: [{ n: 1 }, { n: 2 }] };
const FORM = 'application/x-www-form-urlencoded';

describe.each<[string, Record<string, string | string[]>]>([
  ['brackets', { 'at[city]': 'Rome', 'at[zip]': '5', 'tags[]': ['a', 'b'], 'items[0][n]': '1', 'items[1][n]': '2' }],
  ['JSON', { at: '{"city":"Rome","zip":5}', tags: ['a', 'b'], items: ' [{"n":1},{"n":2}]' }],
  ['JSON item by item', { at: '{"city":"Rome","zip":"5"}', tags: ['a', 'b'], items: ['{"n":1}', '{"n":2}'] }],
])('a form whose objects are %s', (_name, fields) => {
  const pairs = Object.entries(fields).flatMap(([name, texts]) => [texts].flat().map((text) => [name, text] as const));
  const parsers: [string, RequestHandler[]][] = [
    ['no parser', []],
    ['urlencoded({ extended: false })', [express.urlencoded({ extended: false })]],
    ['urlencoded({ extended: true })', [express.urlencoded({ extended: true })]],
  ];

  it.each(parsers)('is read after %s', async (_before, before) => {
    const { app } = appOf({ body: nested, bodyTypes: [FORM] }, before);
    const text = new URLSearchParams(pairs.map(([name, part]): [string, string] => [name, part])).toString();

    expect(await send(app, text, { 'Content-Type': FORM })).toMatchObject({ status: 200, body: { body: value } });
  });

  it.each<[string, RequestHandler[]]>([
    ['no parser', []],
    ['multer().any()', [multer().any()]],
  ])('is read beside a file after %s', async (_before, before) => {
    const { app } = appOf({ body: nested, files: image }, before);

    expect(await send(app, [...pairs, ['image', png()]])).toMatchObject({ status: 200, body: { body: value } });
  });
});

it.each<[string, z.ZodType, string, unknown]>([
  ['a text that may be text', z.object({ a: z.union([z.string(), Item]) }), 'a={"n":1}', { a: '{"n":1}' }],
  ['texts of a list', z.object({ a: z.array(z.string()) }), 'a=["x"]', { a: ['["x"]'] }],
  ['numbers of a list', z.object({ a: z.array(z.int()) }), 'a=[1,2]', { a: [1, 2] }],
  ['one item of a list', z.object({ a: z.array(Item) }), 'a={"n":1}', { a: [{ n: 1 }] }],
  ['no prototype', z.object({ a: z.looseObject({}) }), 'a={"__proto__":{"b":1}}', { a: {} }],
])('reads JSON in a form by its schema: %s', async (_name, body, text, expected) => {
  const { app } = appOf({ body, bodyTypes: [FORM] });

  expect(await send(app, text, { 'Content-Type': FORM })).toMatchObject({ status: 200, body: { body: expected } });
  expect({}).not.toHaveProperty('b');
});

it.each(['a={"n":', 'a=[', 'a=n', 'a={"n":"x"}', 'a=[1]'])('refuses the field %s', async (text) => {
  const { app, calls } = appOf({ body: z.object({ a: Item }), bodyTypes: [FORM] });

  expect(await send(app, text, { 'Content-Type': FORM })).toMatchObject({ status: 400, body: { code: 1002 } });
  expect(calls).toEqual([]);
});

it('says when it is mounted that multer is missing', () => {
  jest.doMock('multer', () => {
    throw new Error("Cannot find module 'multer'");
  });
  jest.isolateModules(() => {
    const copy = jest.requireActual<typeof Files>('../../lib/validation/files');

    expect(() => copy.filesReader(image, 100)).toThrow(
      expect.objectContaining({
        code: 'ERR_RETURNS_DESCRIPTION',
        message: expect.stringMatching(/npm install multer/) as unknown,
      }) as Error,
    );
  });
  jest.dontMock('multer');
});

import express from 'express';
import {
  Converter,
  errorHandler,
  JSON as JSONResponse,
  NotFound,
  notFound,
  Route,
  Routes,
  Text,
} from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { appOf, send } from '../helpers/app';

const hex = new Converter(/[\da-f]+/i, { parse: (text) => parseInt(text, 16), format: (id) => id.toString(16) });

describe('Converter', () => {
  it('matches whole strings only, and gives their values', () => {
    expect(hex.parse('ff')).toBe(255);
    expect(hex.parse('FF')).toBe(255);
    expect(hex.parse('ffg')).toBeUndefined();
    expect(hex.parse('ff\n')).toBeUndefined();
    expect(hex.format(255)).toBe('ff');
    expect(new Converter(/a|b/).parse('ab')).toBeUndefined();
    expect(new Converter(/a|b/).parse('b')).toBe('b');
    expect(new Converter<number>(/\d/, { parse: Number }).format(5)).toBe('5');
  });

  it('takes a value that is false or null for one', () => {
    expect(new Converter(/yes|no/, { parse: (text) => text === 'yes' }).parse('no')).toBe(false);
    expect(new Converter(/none/, { parse: () => null }).parse('none')).toBeNull();
  });

  it('keeps a pattern that takes more than linear time from doing so', () => {
    const slow = new Converter(/\w*\d*\w*\d*x/);

    expect(slow.parse(`${'1'.repeat(255)}x`)).toBe(`${'1'.repeat(255)}x`);
    expect(slow.parse(`${'1'.repeat(256)}x`)).toBeUndefined();
    expect(slow.parse('1'.repeat(65536))).toBeUndefined();
  });

  it.each<[string, () => unknown, string]>([
    ['what is no RegExp', () => new Converter('[a-z]+' as never), 'A Converter needs a RegExp first; got "[a-z]+".'],
    [
      'the flag g',
      () => new Converter(/a/g),
      'The Converter /a/g: remove the flag g: the pattern is matched against one whole string.',
    ],
    ['the flag y', () => new Converter(/a/y), 'remove the flag y'],
    ['the flag m', () => new Converter(/a/m), 'remove the flag m'],
    [
      'a pattern for the empty text',
      () => new Converter(/a*/),
      'The Converter /a*/: it matches the empty string, which is never part of a path.',
    ],
    ['an empty alternative', () => new Converter(/a|/), 'it matches the empty string'],
    [
      'a capturing group',
      () => new Converter(/(a)\1/),
      'The Converter /(a)\\1/: parse receives the whole string: write (?:...) for a group.',
    ],
    ['a named group', () => new Converter(/(?<x>a)/), 'write (?:...) for a group'],
    [
      'an unknown option',
      () => new Converter(/a/, { prase: 1 } as never),
      'has no option "prase"; it has parse, format, schema. Did you mean parse?',
    ],
    [
      'what is no function',
      () => new Converter(/a/, { parse: 5 as never }),
      'The option parse of the Converter /a/ must be a function; got 5.',
    ],
    [
      'what are no options',
      () => new Converter(/a/, null as never),
      'The options of the Converter /a/ must be an object; got null.',
    ],
  ])('refuses %s', (_what, make, message) => {
    expect(make).toThrow(usageError('ERR_RETURNS_CONVERTER', message));
  });
});

describe('the converters of a Routes', () => {
  it.each<[string, object | null, string]>([
    ['a built-in name', { int: hex }, 'The converter int would hide a built-in one: rename it.'],
    [
      'what is no name',
      { 'a-b': hex },
      '"a-b" is not a valid name of a converter: use letters, digits and _, and begin with a letter.',
    ],
    [
      'a RegExp alone',
      { hex: /a/ },
      'The converter hex must be a new Converter(pattern, { parse, format }); got a RegExp.',
    ],
    ['what is no object', null, 'The converters of a Routes are an object { name: new Converter(...) }; got null.'],
  ])('cannot have %s', (_what, converters, message) => {
    expect(() => new Routes({ converters: converters as never })).toThrow(usageError('ERR_RETURNS_CONVERTER', message));
  });

  it.each<[string, () => unknown, string]>([
    [
      'routes.get()',
      () =>
        new Routes({ converters: { hex } }).get('/a/<id:hax>', function find() {
          return 1;
        }),
      'GET /a/<id:hax> (find): The path "/a/<id:hax>": <id:hax> has an unknown type; known are hex, int, float, uuid, slug, str, path, others by new Routes({ converters }).',
    ],
    [
      'a decorator',
      () => new Routes().get('/<id:hex>'),
      'GET /<id:hex>: The path "/<id:hex>": <id:hex> has an unknown type',
    ],
    ['routes.extend()', () => new Routes(new Route('/<id:hex>', ['GET'], () => 1)), 'GET /<id:hex>: '],
  ])('are asked where a route is defined, by %s', (_way, define, message) => {
    expect(define).toThrow(usageError('ERR_RETURNS_PATH', message));
  });

  it.each<[string, () => unknown, string]>([
    [
      'an unknown option',
      () => new Routes({ convertors: {} } as never),
      'new Routes() has no option "convertors"; it has converters.',
    ],
    [
      'what is neither a route nor options',
      () => new Routes(5 as never),
      'new Routes() takes Route or Routes objects, and options before them; got 5.',
    ],
  ])('come in options, which refuse %s', (_what, make, message) => {
    expect(make).toThrow(message);
  });

  it('serve the routes that are defined for it, and each Routes has its own', async () => {
    const turned = new Converter(/[a-z]+/, { parse: (text) => `${text.slice(1)}${text.charAt(0)}` });
    const one = new Routes({ converters: { own: hex } }).get('/<id:own>', (req) => new JSONResponse(req.params));
    const two = new Routes(
      { converters: { own: turned } },
      new Route('/<id:own>', ['GET'], (req) => new JSONResponse(req.params)),
    );
    const app = express().use(new Routes(one, two).router());

    expect((await send(app, 'GET', '/ff')).body.toString()).toBe('{"id":255}');
    expect((await send(app, 'GET', '/xyz')).body.toString()).toBe('{"id":"yzx"}');
    expect((await send(app, 'GET', '/-')).status).toBe(404);
  });

  it('make a route more explicit than a built-in type does, the first one most', async () => {
    const converters = { hex, word: new Converter(/\w+/) };
    const routes = new Routes({ converters });
    for (const type of ['str', 'int', 'word', 'hex'] as const) routes.get(`/<x:${type}>`, () => type);
    const app = express().use(routes.router());

    for (const [at, type] of [
      ['1', 'hex'],
      ['x', 'word'],
      ['-1', 'int'],
      ['.', 'str'],
    ] as const)
      expect((await send(app, 'GET', `/${at}`)).body.toString()).toBe(type);
  });

  it('decide between 405 and 404; malformed encoding is a 400', async () => {
    const app = express().use(
      new Routes({ converters: { hex } }).get('/<id:hex>', () => 1).router(),
      notFound(),
      errorHandler(),
    );

    expect((await send(app, 'POST', '/ff')).status).toBe(405);
    expect((await send(app, 'POST', '/fg')).status).toBe(404);
    expect((await send(app, 'GET', '/%ff')).status).toBe(400);
    expect((await send(app, 'GET', '/%66%46')).status).toBe(200);
  });

  it('may throw what a handler may', async () => {
    const failure = new Error('failed');
    const thrower = new Converter(/\w+/, {
      parse: (text) => {
        throw text === 'teapot'
          ? new Text('short and stout', { status: 418 })
          : text === 'none'
            ? new NotFound()
            : failure;
      },
    });
    const { app, errors } = appOf(new Routes({ converters: { thrower } }).get('/<id:thrower>', () => 'never'));

    expect((await send(app, 'GET', '/teapot')).body.toString()).toBe('short and stout');
    expect((await send(app, 'GET', '/none')).status).toBe(404);
    expect((await send(app, 'GET', '/x')).status).toBe(500);
    expect(errors).toEqual([failure]);
  });

  it('cannot be asynchronous, and a rejection of theirs ends nothing', async () => {
    const late = new Converter(/\w+/, { parse: () => Promise.reject(new Error('nobody hears of it')) });
    const { app, errors } = appOf(
      new Routes({ converters: { late } }).get('/<id:late>', function find() {
        return 'never';
      }),
    );

    expect((await send(app, 'GET', '/x')).status).toBe(500);
    expect(errors).toEqual([
      usageError('ERR_RETURNS_CONVERTER', 'GET /:id (checkVariables): The Converter /\\w+/: parse returned a promise.'),
    ]);
  });

  it('pass by hostile paths of 64 kB', async () => {
    const slow = new Converter(/\w*\d*\w*\d*x/);
    type Dispatch = (req: object, res: object, done: (error?: unknown) => void) => void;
    const router = new Routes({ converters: { slow } })
      .get('/a/<x:slow>/end', () => '')
      .router() as unknown as Dispatch;

    // In quadratic time this would take minutes, and Jest ends a test after 5 s.
    for (const text of ['0', 'a', '/', '/a', '%2F', '/end'])
      expect(
        await new Promise((resolve) =>
          router({ method: 'GET', url: `/a/${text.repeat(65536 / text.length)}/end` }, {}, resolve),
        ),
      ).toBeFalsy();
  });
});

import * as reply from 'express-returns';
import { usageError } from '../diagnostics/refused';

/** A class of a user, with a field of its own. */
class Note extends reply.Response {
  pinned = false;

  constructor(text: string, init?: reply.ResponseInit) {
    super(`Note: ${text}`, init);
  }
}

/** A class of a user, with a content type of its own. */
class Report extends reply.JSON<reply.JSONBody, number> {
  static override contentType = 'application/vnd.report+json';
}

/** The fields that a class of a user has beside those of every response. */
function fieldsOf(response: reply.Response): string[] {
  return response instanceof Note ? ['pinned'] : [];
}

type Make = (init?: reply.ResponseInit, body?: string) => reply.Response;

const represent = () => new reply.Text('a');

const own: readonly [string, Make][] = [
  ['Response', (init, body = 'a') => new reply.Response(body, init)],
  ['Text', (init, body = 'a') => new reply.Text(body, init)],
  ['HTML', (init, body = 'a') => new reply.HTML(body, init)],
  ['JSON', (init, body = 'a') => new reply.JSON({ body }, init)],
  ['Binary', (init, body = 'a') => new reply.Binary(Buffer.from(body), init)],
  ['Redirect', (init, body = 'a') => new reply.Redirect(`/${body}`, init as reply.RedirectInit)],
  ['Success', (init, body = 'a') => new reply.Success({ body }, init)],
  ['View', (init, body = 'a') => new reply.View('page', { body }, init)],
  ['Negotiated', (init, body = 'a') => new reply.Negotiated({ [body]: represent }, init)],
  ['JSONLines', (init, body = 'a') => new reply.JSONLines([body], init)],
  ['EventStream', (init, body = 'a') => new reply.EventStream([body], init)],
  ['File', (init, body = 'a') => new reply.File(`${body}.txt`, init)],
];

const users: readonly [string, Make][] = [
  ['Note', (init, body = 'a') => new Note(body, init)],
  ['Report', (init, body = 'a') => new Report({ body }, init)],
];

const wrongStatuses = [199, 600, 200.5, -200, '200', Number.NaN, Number.POSITIVE_INFINITY, null, true, {}];

// The last one belongs to settings. An option that is not there may not be ignored without a word.
const unknownKeys = ['Status', 'header', 'content-type', '__proto__', 'compressed', 'errors'];

const wrongOptions: readonly [string, unknown][] = [
  ['flush', 1],
  ['flush', null],
  ['after', 'later'],
  ['compress', 'gzip'],
];

const wrongHeaders: readonly [string, string, unknown, string][] = [
  ['an empty name', '', 'x', '"" is not a valid header name'],
  ['a space in a name', 'x bad', 'x', '"x bad" is not a valid header name'],
  ['LF in a name', 'x-bad\n', 'x', '"x-bad\\n" is not a valid header name'],
  ['CR in a value', 'X-Bad', 'a\rb', 'The value of the header "X-Bad" is "a\\rb".'],
  ['LF in a value', 'X-Bad', 'a\nb', 'The value of the header "X-Bad" is "a\\nb".'],
  ['NUL in a value', 'X-Bad', 'a\0b', 'The value of the header "X-Bad" is "a\\u0000b".'],
  ['a value beyond latin1', 'X-Bad', '€', 'The value of the header "X-Bad" is "€".'],
  ['null in place of a value', 'X-Bad', [null], 'The value of the header "X-Bad" is null.'],
  ['a Vary of no names', 'Vary', ['Accept, Origin', 'a b'], 'The value of the header "vary" is "a b".'],
];

describe.each([...own, ...users])('%s', (_name, make) => {
  const full: reply.ResponseInit = {
    status: 303,
    headers: { 'X-Kept': 'a', 'X-Replaced': ['b', 'c'], 'X-Removed': 'd' },
    cookies: [
      { name: 'kept', value: '1' },
      { name: 'replaced', value: '2' },
    ],
  };

  it('is a Response, by a brand of the registry', () => {
    const brand = Reflect.get(make(), Symbol.for('express-returns.response')) as unknown;

    expect(make()).toBeInstanceOf(reply.Response);
    expect(brand).toEqual({ protocol: 1, kind: expect.stringMatching(/^[a-z]+$/) as string });
    expect(Object.isFrozen(brand)).toBe(true);
  });

  it('is no Response any more after a way through JSON', () => {
    expect(JSON.parse(JSON.stringify(make(full)))).not.toBeInstanceOf(reply.Response);
  });

  it('holds status, headers and cookies as they were given', () => {
    const { status, headers, cookies } = make(full);

    expect(status).toBe(303);
    expect(headers).toEqual({ ...make().headers, 'x-kept': 'a', 'x-replaced': ['b', 'c'], 'x-removed': 'd' });
    expect(cookies).toEqual(full.cookies);
  });

  it.each([
    ['without an init', undefined],
    ['with one', full],
  ])('has frozen parts %s', (_what, init) => {
    const { headers, cookies } = make(init);

    expect([headers, ...Object.values(headers), cookies, ...cookies].filter((part) => !Object.isFrozen(part))).toEqual(
      [],
    );
  });

  it.each([
    ['without an init', undefined],
    ['with one', full],
  ])('keeps its status, headers and cookies %s', (_what, init) => {
    const response = make(init);

    for (const part of ['status', 'headers', 'cookies']) {
      expect(Reflect.set(response, part, null)).toBe(false);
      expect(Reflect.deleteProperty(response, part)).toBe(false);
      expect(Reflect.defineProperty(response, part, { value: null })).toBe(false);
    }
    expect(response).toEqual(make(init));
  });

  it('is equal to one made alike', () => {
    expect(make(full)).toEqual(make(full));
  });

  it.each<[string, reply.ResponseInit, string]>([
    ['body', full, 'b'],
    ['status', { ...full, status: 302 }, 'a'],
    ['headers', { ...full, headers: {} }, 'a'],
    ['cookies', { ...full, cookies: [] }, 'a'],
  ])('differs from one with another %s', (_part, init, body) => {
    expect(make(init, body)).not.toEqual(make(full));
  });

  it.each(wrongStatuses)('is refused with the status %p, here and in with()', (given) => {
    const status = given as number;

    expect(() => make({ status })).toThrow(usageError('ERR_RETURNS_STATUS', 'give an integer from 200 to 599.'));
    expect(() => make().with({ status })).toThrow(usageError('ERR_RETURNS_STATUS', 'give an integer from 200 to 599.'));
  });

  it.each(unknownKeys)('is refused with the unknown option %p, here and in with()', (key) => {
    const init = Object.fromEntries([[key, true]]);

    expect(() => make(init)).toThrow(usageError('ERR_RETURNS_INIT', ` has no option "${key}"; it has `));
    expect(() => make().with(init)).toThrow(usageError('ERR_RETURNS_INIT', `with() has no option "${key}"; it has `));
  });

  it('keeps the options that it is given, and has no others', () => {
    const response = make({ flush: false });

    expect(Object.keys(make())).toEqual(['body', 'status', 'headers', 'cookies', ...fieldsOf(make())]);
    expect(response).toHaveProperty('flush', false);
    expect(Object.getOwnPropertyDescriptor(response, 'flush')).toMatchObject({ writable: false, configurable: false });
    expect(response.with({ status: 303 })).toHaveProperty('flush', false);
    expect(response.with({ flush: true })).toEqual(make({ flush: true }));
    expect(response).not.toEqual(make());
  });

  it.each(wrongOptions)('is refused with the option %s: %p, here and in with()', (name, value) => {
    const message = `The option ${name} of `;

    expect(() => make({ [name]: value })).toThrow(usageError('ERR_RETURNS_INIT', message));
    expect(() => make().with({ [name]: value })).toThrow(usageError('ERR_RETURNS_INIT', message));
  });

  it.each([null, 404, 'created', ['status']])('is refused with %p instead of an init', (init) => {
    expect(() => make(init as never)).toThrow(usageError('ERR_RETURNS_INIT', ' must be an object; got '));
    expect(() => make().with(init as never)).toThrow(usageError('ERR_RETURNS_INIT', ' must be an object; got '));
  });

  it.each(wrongHeaders)('is refused with %s, here and in with()', (_what, name, value, message) => {
    const headers = { [name]: value } as Record<string, string>;

    expect(() => make({ headers })).toThrow(usageError('ERR_RETURNS_HEADER', message));
    expect(() => make().with({ headers })).toThrow(usageError('ERR_RETURNS_HEADER', message));
  });

  it('is refused with a content type given twice over, here and in with()', () => {
    const init = { contentType: 'text/a', headers: { 'Content-Type': 'text/a' } };

    expect(() => make(init)).toThrow(usageError('ERR_RETURNS_INIT', 'both contentType and a content-type header'));
    expect(() => make().with(init)).toThrow(
      usageError('ERR_RETURNS_INIT', 'both contentType and a content-type header'),
    );
  });

  it('takes undefined as a header that is not there, and in with() as one that stays', () => {
    const init = { headers: { 'X-Kept': 'a', 'X-Absent': undefined } };

    expect(make(init)).toEqual(make({ headers: { 'X-Kept': 'a' } }));
    expect(make(init).with({ headers: { 'X-Kept': undefined } })).toEqual(make(init));
  });

  it('has no content type with null, here and in with()', () => {
    const removed = make().with({ headers: { 'content-type': null } });

    expect(make({ contentType: null })).toEqual(removed);
    expect(make().with({ contentType: null })).toEqual(removed);
    expect(removed.headers).not.toHaveProperty('content-type');
  });

  it.each(['csv', ''])('is refused with the content type %p', (contentType) => {
    expect(() => make({ contentType })).toThrow(
      usageError('ERR_RETURNS_INIT', " must be a media type such as 'text/csv'; got "),
    );
  });

  it('is refused with a wrong cookie, here and in with()', () => {
    const cookies = [{ name: 'a b', value: '' }];

    expect(() => make({ cookies })).toThrow(usageError('ERR_RETURNS_COOKIE', 'The cookie "a b" needs a name'));
    expect(() => make().with({ cookies })).toThrow(usageError('ERR_RETURNS_COOKIE', 'The cookie "a b" needs a name'));
  });

  describe('with()', () => {
    const changes: reply.ResponseChanges & { status: number } = {
      status: 302,
      headers: { 'x-replaced': 'B', 'X-REMOVED': null, 'X-Added': 5 },
      cookies: [
        { name: 'replaced', value: '3' },
        { name: 'added', value: '4' },
      ],
    };

    it('merges headers and cookies, removes by null, and replaces the status', () => {
      const { status, headers, cookies, body } = make(full).with(changes);

      expect(status).toBe(302);
      expect(headers).toEqual({ ...make().headers, 'x-kept': 'a', 'x-replaced': 'B', 'x-added': '5' });
      expect(cookies).toEqual([
        { name: 'kept', value: '1' },
        { name: 'replaced', value: '3' },
        { name: 'added', value: '4' },
      ]);
      expect(body).toEqual(make().body);
    });

    it('leaves the original as it was', () => {
      const original = make(full);
      original.with(changes);

      expect(original).toEqual(make(full));
    });

    it('gives an equal copy for no changes', () => {
      const original = make(full);
      const copy = original.with({});

      expect(copy).toEqual(original);
      expect(copy).not.toBe(original);
      expect(copy.body).toBe(original.body);
    });

    it('keeps class and frozenness', () => {
      const original = make();
      const copy = original.with(changes);

      expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(original));
      expect(Object.isFrozen(copy)).toBe(Object.isFrozen(original));
      expect([copy.headers, copy.cookies, ...copy.cookies].map(Object.isFrozen)).toEqual([true, true, true, true]);
      expect(Reflect.set(copy, 'status', 200)).toBe(false);
    });
  });
});

describe.each(own)('%s, a class of our own', (_name, make) => {
  it('is frozen as a whole', () => {
    expect(Object.isFrozen(make())).toBe(true);
    expect(Object.isFrozen(make({ status: 303 }))).toBe(true);
  });
});

describe.each(users)('%s, a class of a user', (_name, make) => {
  it('takes fields of its own, which with() copies', () => {
    const response = Object.assign(make(), { author: 'jalil' });
    const copy = response.with({ status: 303 });

    expect(copy).toEqual(Object.assign(make({ status: 303 }), { author: 'jalil' }));
    expect(Reflect.set(copy, 'author', 'other')).toBe(true);
    expect(response.author).toBe('jalil');
  });

  it('stays frozen in a copy where it froze itself', () => {
    expect(Object.isFrozen(Object.freeze(make()).with({}))).toBe(true);
  });
});

describe('a class of a user', () => {
  it('has the fields that it declares', () => {
    const note = new Note('milk');
    note.pinned = true;

    expect(note.pinned).toBe(true);
    expect(note.with({ status: 201 })).toMatchObject({ body: 'Note: milk', pinned: true, status: 201 });
  });

  it('has the content type that it declares, unless the init names one', () => {
    expect(new Report({}).headers).toEqual({ 'content-type': 'application/vnd.report+json' });
    expect(new Report({}, { contentType: 'text/plain' }).headers).toEqual({ 'content-type': 'text/plain' });
  });

  it('has the headers that it declares, unless the init replaces them', () => {
    class Private extends reply.Text<string, number> {
      static override headers = { 'Cache-Control': 'no-store', 'X-Own': '1' };
    }

    expect(new Private('a').headers).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-own': '1',
    });
    expect(new Private('a', { headers: { 'cache-control': 'no-cache' } }).headers).toMatchObject({
      'cache-control': 'no-cache',
      'x-own': '1',
    });
  });
});

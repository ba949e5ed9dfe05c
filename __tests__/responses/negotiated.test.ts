import { HTML, JSON, Negotiated, Redirect, Routes, Text, type Representations, type Response } from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { appOf, send } from '../helpers/app';

const user = {
  'application/json': () => new JSON({ name: 'Ada' }),
  'text/html': () => new HTML('<p>Ada'),
} satisfies Representations;

const get = (response: Response, accept?: string, method = 'GET') =>
  send(appOf(new Routes().get('/', () => response)).app, method, '/', accept === undefined ? {} : { Accept: accept });

describe('Negotiated', () => {
  it.each([
    ['prefers the first where the client does not say', undefined, '{"name":"Ada"}'],
    ['gives what is asked for', 'text/html', '<p>Ada'],
    ['goes by q-values', 'application/json;q=0.5, text/html;q=0.8', '<p>Ada'],
    ['goes by the more specific range', 'text/*;q=0.5, application/json', '{"name":"Ada"}'],
    ['takes any for */*', '*/*', '{"name":"Ada"}'],
    ['keeps its own order where the client has no preference', 'text/html, application/json', '{"name":"Ada"}'],
    ['takes a range with the charset that the reply has', 'application/json; charset=utf-8', '{"name":"Ada"}'],
    ['never gives what is refused', 'application/json;q=0, */*', '<p>Ada'],
  ])('%s', async (_what, accept, body) => {
    const reply = await get(new Negotiated(user), accept);

    expect(reply.status).toBe(200);
    expect(reply.headers['Vary']).toBe('Accept');
    expect(reply.body.toString()).toBe(body);
  });

  it('answers 406 with Vary where the client accepts none', async () => {
    const { app, errors } = appOf(new Routes().get('/', () => new Negotiated(user)));
    const { status } = await send(app, 'GET', '/', { Accept: 'image/png' });

    expect(status).toBe(406);
    expect(errors).toEqual([
      expect.objectContaining({
        status: 406,
        expose: true,
        headers: { Vary: 'Accept' },
        message: 'Not Acceptable: this is available as application/json, text/html.',
      }),
    ]);
  });

  it('gives the default instead of a 406', async () => {
    const reply = await get(new Negotiated({ ...user, default: () => new Text('Ada') }), 'image/png');

    expect([reply.status, reply.headers['Vary'], reply.body.toString()]).toEqual([200, 'Accept', 'Ada']);
  });

  it('chooses by the parameters of its media types', async () => {
    const levels = new Negotiated({
      'text/html': () => new HTML('plain'),
      'text/html;level=1': () => new HTML('level 1'),
    });

    expect((await get(levels, 'text/html;level=1, text/html;q=0.5')).body.toString()).toBe('level 1');
    expect((await get(levels, 'text/html;level=2, */*;q=0.1')).body.toString()).toBe('plain');
  });

  it('knows types by their extensions, and those that it does not know match no range', async () => {
    const response = new Negotiated({
      unheard: () => new Text('?'),
      json: () => new JSON(1),
      html: () => new HTML(''),
    });

    expect((await get(response, 'application/json')).body.toString()).toBe('1');
    expect((await get(response, '*/*')).body.toString()).toBe('1');
    expect((await get(response, 'image/png')).status).toBe(406);
  });

  it('never takes the default for a type', async () => {
    const reply = await get(new Negotiated({ default: () => new Text('Ada'), ...user }), '*/*');

    expect(reply.body.toString()).toBe('{"name":"Ada"}');
  });

  it('makes only the representation that is sent', async () => {
    const html = jest.fn(() => new HTML('<p>'));
    const json = jest.fn(async () => new JSON(1));
    const reply = await get(new Negotiated({ json, html }), 'application/json');

    expect(reply.body.toString()).toBe('1');
    expect(json).toHaveBeenCalledTimes(1);
    expect(html).not.toHaveBeenCalled();
  });

  it('sends a representation under the media type that it was chosen as', async () => {
    const versions = new Negotiated({
      'application/vnd.user.v2+json': () => new JSON({ v: 2 }),
      'application/json': () => new JSON({ v: 1 }),
    });

    expect((await get(versions)).headers['Content-Type']).toBe('application/vnd.user.v2+json; charset=utf-8');
    expect((await get(versions, 'application/json')).headers['Content-Type']).toBe('application/json; charset=utf-8');
  });

  it('lends its headers, cookies and a status of its own to the chosen one', async () => {
    const response = new Negotiated(
      { json: () => new JSON(1, { status: 202, headers: { 'Vary': 'Cookie', 'X-Own': 'a' } }) },
      { headers: { 'Vary': 'Origin', 'X-All': 'b' }, cookies: [{ name: 'c', value: 'd' }] },
    );
    const reply = await get(response);

    expect(reply.status).toBe(202);
    expect(reply.headers).toMatchObject({
      'Vary': 'Cookie, Origin, Accept',
      'X-Own': 'a',
      'X-All': 'b',
      'Set-Cookie': 'c=d; Path=/',
    });
    expect((await get(response.with({ status: 201 }))).status).toBe(201);
  });

  it('may choose a response of any kind, and one that chooses again', async () => {
    const nested = new Negotiated({ html: () => new Negotiated(user), json: () => new Redirect('/other') });

    expect((await get(nested, 'application/json')).status).toBe(307);
    expect((await get(nested, 'text/html')).body.toString()).toBe('<p>Ada');
    expect((await get(nested, 'text/html')).headers['Vary']).toBe('Accept');
  });

  it('answers HEAD and conditional requests as the chosen one does', async () => {
    const { headers } = await get(new Negotiated(user), 'text/html');
    const head = await get(new Negotiated(user), 'text/html', 'HEAD');
    const { app } = appOf(new Routes().get('/', () => new Negotiated(user)));
    const fresh = await send(app, 'GET', '/', { 'Accept': 'text/html', 'If-None-Match': String(headers['ETag']) });

    expect(head.headers).toEqual(headers);
    expect([fresh.status, fresh.headers['Vary']]).toEqual([304, 'Accept']);
  });

  it('is a 500 where a representation gives no response', async () => {
    const { app, errors } = appOf(new Routes().get('/', () => new Negotiated({ json: (() => 'text') as never })));

    expect((await send(app, 'GET', '/')).status).toBe(500);
    expect(errors).toEqual([
      usageError('ERR_RETURNS_RENDER', 'The representation "json" returned "text"; it must return a response.'),
    ]);
  });

  it('passes on what a representation throws', async () => {
    const thrown = async (): Promise<JSON> => {
      throw new Text('gone', { status: 410 });
    };

    expect((await get(new Negotiated({ json: thrown }))).status).toBe(410);
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'got null.'],
    ['a text', 'json', 'got "json".'],
    ['none', {}, 'there is no representation.'],
    ['a default alone', { default: () => new Text('a') }, 'there is no representation.'],
    ['a wildcard', { 'text/*': () => new Text('a') }, 'the type "text/*" is a range; give a single type.'],
    ['a response', { json: new JSON(1) }, '"json" is a JSON, not a function. Write () => response.'],
    ['a value', { json: 1 }, '"json" is 1, not a function.'],
  ])('refuses %s', (_what, representations, fact) => {
    expect(() => new Negotiated(representations as never)).toThrow(
      usageError(
        'ERR_RETURNS_BODY',
        `Negotiated takes its representations as { 'application/json': () => new JSON(...), ... }; ${fact}`,
      ),
    );
  });

  it('is chosen for each request, so has no bytes of its own', async () => {
    await expect(new Negotiated(user).bytes()).rejects.toThrow(
      usageError('ERR_RETURNS_BODY', 'A response with render(req) has no body of its own'),
    );
  });
});

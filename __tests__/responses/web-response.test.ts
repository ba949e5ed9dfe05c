import express from 'express';
import { Response as OurResponse, Routes, Text } from 'express-returns';
import { fromWebResponse, isWebResponse } from '../../lib/responses/web-response';
import { usageError } from '../diagnostics/refused';
import { appOf, send, withServer } from '../helpers/app';

/** As fetch makes it: only its responses have a url. */
function fetched(body: string, headers: Record<string, string>): Response {
  return Object.defineProperty(new Response(body, { headers }), 'url', { value: 'https://example.com/' });
}

describe('isWebResponse', () => {
  it.each<[string, unknown, boolean]>([
    ['a web Response', new Response('a'), true],
    ['one of a fetch package', { [Symbol.toStringTag]: 'Response' }, true],
    ['a response of ours', new Text('a'), false],
    ['a class', Response, false],
    ['a web Request', new Request('http://localhost/'), false],
    ['null', null, false],
    ['a text', '[object Response]', false],
  ])('is decided for %s', (_what, value, expected) => {
    expect(isWebResponse(value)).toBe(expected);
  });
});

describe('fromWebResponse', () => {
  it('keeps status, headers and the stream of the body', async () => {
    const web = new Response('é', { status: 404, headers: { 'X-One': '1', 'Content-Type': 'text/x' } });
    const response = fromWebResponse(web);

    expect(response).toBeInstanceOf(OurResponse);
    expect(response.status).toBe(404);
    expect(response.headers).toEqual({ 'content-type': 'text/x', 'x-one': '1' });
    expect(response.body).toBe(web.body);
    await expect(response.text()).resolves.toBe('é');
  });

  it('keeps several Set-Cookie apart', () => {
    const web = new Response(null, {
      headers: [
        ['Set-Cookie', 'a=1; Path=/'],
        ['Set-Cookie', 'b=2'],
      ],
    });

    expect(fromWebResponse(web).headers).toEqual({ 'set-cookie': ['a=1; Path=/', 'b=2'] });
  });

  it.each([
    ['with bytes', new Response(new Uint8Array(1))],
    ['without a body', new Response(null, { status: 204 })],
    ['that redirects', Response.redirect('http://localhost/a', 302)],
  ])('invents no content type for one %s', (_what, web) => {
    const { status, headers } = fromWebResponse(web);

    expect(status).toBe(web.status);
    expect(headers).toEqual(web.headers.has('location') ? { location: 'http://localhost/a' } : {});
  });

  it('drops fields of the connection, also those that Connection names', () => {
    const hopByHop = [
      'Keep-Alive',
      'Proxy-Authenticate',
      'Proxy-Authorization',
      'Proxy-Connection',
      'TE',
      'Trailer',
      'Transfer-Encoding',
      'Upgrade',
    ];
    const headers = {
      ...Object.fromEntries(hopByHop.map((name) => [name, 'x'])),
      'Connection': 'close, X-Hop',
      'X-Hop': '1',
      'X-Kept': '2',
    };

    expect(fromWebResponse(new Response(null, { headers })).headers).toEqual({ 'x-kept': '2' });
  });

  it.each([
    ['drops encoding and length of a fetched one, whose body is decoded', fetched, {}],
    [
      'keeps them for one made here',
      (body: string, headers: Record<string, string>) => new Response(body, { headers }),
      { 'content-encoding': 'gzip', 'content-length': '1' },
    ],
  ])('%s', (_what, make, expected) => {
    const web = make('a', { 'Content-Encoding': 'gzip', 'Content-Length': '1', 'Content-Type': 'text/x' });

    expect(fromWebResponse(web).headers).toEqual({ 'content-type': 'text/x', ...expected });
  });

  it('keeps the length of a fetched one that had no coding', () => {
    const web = fetched('a', { 'Content-Length': '1', 'Content-Type': 'text/x', 'ETag': '"v1"' });

    expect(fromWebResponse(web).headers).toEqual({ 'content-length': '1', 'content-type': 'text/x', 'etag': '"v1"' });
  });

  it('takes no strong tag of coded bytes for that of the decoded ones', () => {
    const web = fetched('a', { 'Content-Encoding': 'br', 'Content-Type': 'text/x', 'ETag': '"v1"' });

    expect(fromWebResponse(web).headers).toEqual({ 'content-type': 'text/x', 'etag': 'W/"v1"' });
  });

  it('is answered whatever an upstream has in Vary and Location', async () => {
    const upstream = express().use((_req, res) => {
      res.setHeader('Vary', 'Accept,');
      res.setHeader('Content-Length', 4);
      res.setHeader('Location', Buffer.from('/ü').toString('latin1'));
      // A Buffer: a string has Node send the head as UTF-8, too.
      res.end(Buffer.from('body'));
    });

    await withServer(upstream, async (port) => {
      const routes = new Routes().get('/', () => fetch(`http://127.0.0.1:${port}/`));
      const reply = await send(appOf(routes).app, 'GET', '/');

      expect([reply.status, reply.body.toString()]).toEqual([200, 'body']);
      expect(reply.headers).toMatchObject({ 'Vary': 'Accept', 'Location': '/%C3%BC', 'Content-Length': '4' });
    });
  });

  it('refuses one whose body was read', async () => {
    const web = new Response('a');
    await web.text();

    expect(() => fromWebResponse(web)).toThrow(
      usageError('ERR_RETURNS_BODY_USED', 'return response.clone() or a new Response.'),
    );
  });

  it('refuses Response.error()', () => {
    expect(() => fromWebResponse(Response.error())).toThrow(usageError('ERR_RETURNS_RESULT', 'Response.error()'));
  });

  it('refuses an informational one, which a fetch package may make', () => {
    const web = Object.defineProperty(new Response(), 'status', { value: 101 });

    expect(() => fromWebResponse(web)).toThrow(usageError('ERR_RETURNS_RESULT', 'an informational Response'));
  });
});

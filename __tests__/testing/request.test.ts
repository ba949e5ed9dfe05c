import type { Request } from 'express';
import { JSON as JSONResponse, signal } from 'express-returns';
import { request } from 'express-returns/testing';

describe('request', () => {
  it('is a request of Express, for GET / without a body', () => {
    const req = request();

    expect([req.method, req.url, req.originalUrl, req.path, req.params, { ...req.query }, req.body]).toEqual([
      ...['GET', '/', '/', '/', {}, {}],
      undefined,
    ]);
    expect([req.ip, req.protocol, req.secure, req.hostname, req.xhr]).toEqual([
      ...['127.0.0.1', 'http', false, 'localhost'],
      false,
    ]);
  });

  it('has its parts, typed', () => {
    const req = request({ method: 'PUT', params: { id: 7 }, query: { page: 2 }, body: { name: 'Ada' }, user: 'ada' });
    const typed: [number, number, string, string] = [req.params.id, req.query.page, req.body.name, req.user];

    // @ts-expect-error -- There is no such param.
    expect(req.params.name).toBeUndefined();
    expect(typed).toEqual([7, 2, 'Ada', 'ada']);
    expect(req.method).toBe('PUT');
  });

  it('has headers, in any case', () => {
    const req = request({ headers: { 'Accept': 'text/html', 'content-type': 'application/json', 'X-A': ['1', '2'] } });

    expect([req.get('accept'), req.get('X-a'), req.headers['x-a'], req.get('none')]).toEqual([
      ...['text/html', '1, 2', '1, 2'],
      undefined,
    ]);
    expect([req.accepts(['json', 'html']), req.acceptsLanguages('en')]).toEqual(['html', 'en']);
    expect(request({ headers: { 'content-type': 'application/json', 'content-length': '2' } }).is('json')).toBe('json');
  });

  it('parses the query of its URL', () => {
    const req = request({ url: '/users?page=2&tag=a&tag=b' });

    expect([req.path, { ...req.query }]).toEqual(['/users', { page: '2', tag: ['a', 'b'] }]);
  });

  it('can be changed as that of Express', () => {
    const req = request() as Request & { user?: string };
    req.user = 'ada';
    req.body = 1;

    expect([req.user, req.body]).toEqual(['ada', 1]);
  });

  it('ends at once where its bytes are read', async () => {
    const chunks: unknown[] = [];
    for await (const chunk of request()) chunks.push(chunk);

    expect(chunks).toEqual([]);
  });

  it('has a signal that does not fire', () => {
    expect(signal(request()).aborted).toBe(false);
  });

  it('is what a handler takes', () => {
    const handler = (req: Request<{ id: number }>): JSONResponse<{ id: number }> =>
      new JSONResponse({ id: req.params.id });

    expect(handler(request({ params: { id: 7 } }))).toEqual(new JSONResponse({ id: 7 }));
  });

  it.each([[5], ['/users'], [null]])('refuses %p as its parts', (wrong) => {
    expect(() => request(wrong as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_RETURNS_TEST_DOUBLE',
        message: expect.stringContaining('request() takes an object of parts') as string,
      }),
    );
  });
});

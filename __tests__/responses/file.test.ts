import { File, type FileInit } from 'express-returns';
import { usageError } from '../diagnostics/refused';

describe('File', () => {
  it('is the file of a path, its type by the extension', () => {
    const response = new File('images/logo.jpg');

    expect(response.status).toBe(200);
    expect(response.headers).toEqual({ 'content-type': 'image/jpeg' });
    expect(response.body).toStrictEqual({ path: 'images/logo.jpg' });
    expect(Object.isFrozen(response.body)).toBe(true);
  });

  it('takes a root of its own', () => {
    expect(new File('logo.jpg', { root: 'media' }).body).toStrictEqual({ path: 'logo.jpg', root: 'media' });
  });

  // A path may come from a request: what no file can have is a 404 when it is sent, not an error of the handler.
  it.each(['a%2Fb.txt', '../secret', '/etc/passwd', 'a\0b', '.env', ''])('holds the path %p as it is', (path) => {
    expect(new File(path).body.path).toBe(path);
  });

  it.each<[string, FileInit]>([
    ['contentType', { contentType: 'text/x' }],
    ['a header', { headers: { 'Content-Type': 'text/x' } }],
    ['a pair of a list that can be read once', { headers: [['content-type', 'text/x'] as const].values() }],
  ])('lets %s replace the type', (_what, init) => {
    expect(new File('logo.jpg', init).headers).toEqual({ 'content-type': 'text/x' });
  });

  it('keeps the other headers', () => {
    expect(new File('logo.jpg', { headers: { 'X-One': '1' } }).headers).toEqual({
      'x-one': '1',
      'content-type': 'image/jpeg',
    });
  });

  it('lets the content type of a subclass replace the one of the extension', () => {
    class Attachment extends File {
      static override contentType = 'application/x-attachment';
    }

    expect(new Attachment('logo.jpg').headers).toEqual({ 'content-type': 'application/x-attachment' });
  });

  it.each([
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
  ])('refuses %s as a path', (_what, path, named) => {
    expect(() => new File(path as never)).toThrow(
      usageError('ERR_RETURNS_BODY', `File needs the path of a file, relative to the media root; got ${named}.`),
    );
  });

  it.each([
    ['null', null, 'null'],
    ['an empty text', '', '""'],
    ['a number', 1, '1'],
  ])('refuses %s as a root', (_what, root, named) => {
    expect(() => new File('a', { root } as never)).toThrow(
      usageError('ERR_RETURNS_INIT', `The root of File must be the path of a folder; got ${named}.`),
    );
  });

  it.each([204, 304])('refuses the status %d, which takes no body', (status) => {
    expect(() => new File('a', { status })).toThrow(
      usageError('ERR_RETURNS_STATUS', `File cannot have the status ${status}`),
    );
  });

  it('is read for each request, so has no bytes of its own', async () => {
    await expect(new File('a').bytes()).rejects.toThrow(
      usageError('ERR_RETURNS_BODY', 'The body of a file is made for each request'),
    );
  });
});

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
      usageError('ERR_RETURNS_INIT', `The option root of File must be the path of a folder; got ${named}.`),
    );
  });

  it.each([204, 304])('refuses the status %d, which takes no body', (status) => {
    expect(() => new File('a', { status })).toThrow(
      usageError('ERR_RETURNS_STATUS', `File cannot have the status ${status}`),
    );
  });

  it.each<[FileInit, Record<string, string>]>([
    [{ download: true }, { 'content-disposition': 'attachment; filename="logo.jpg"' }],
    [{ download: 'Logo 1.jpg' }, { 'content-disposition': 'attachment; filename="Logo 1.jpg"' }],
    [{ download: false }, {}],
    [{ etag: '"v7"' }, { etag: '"v7"' }],
    [{ etag: 'W/"v7"' }, { etag: 'W/"v7"' }],
    [{ lastModified: new Date(0) }, { 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT' }],
    [{ maxAge: 0 }, { 'cache-control': 'public, max-age=0' }],
    [{ maxAge: 1999 }, { 'cache-control': 'public, max-age=1' }],
    [{ maxAge: '1d' }, { 'cache-control': 'public, max-age=86400' }],
    [{ maxAge: Infinity }, { 'cache-control': 'public, max-age=31536000' }],
    [{ maxAge: '1y', immutable: true }, { 'cache-control': 'public, max-age=31536000, immutable' }],
    [{ immutable: true }, { 'cache-control': 'public, max-age=0, immutable' }],
    [{ immutable: false }, {}],
  ])('has its options as headers: %j', (init, headers) => {
    const response = new File('images/logo.jpg', init);

    expect(response.headers).toEqual({ 'content-type': 'image/jpeg', ...headers });
    expect(response.body).toStrictEqual({ path: 'images/logo.jpg' });
  });

  it('has in its body how it is looked for and sent', () => {
    const how = {
      root: 'media',
      partial: false,
      dotfiles: 'allow',
      followSymlinks: true,
      etag: false,
      lastModified: false,
      cacheControl: false,
      fallback: 'index.html',
    } as const;

    expect(new File('logo.jpg', how).body).toStrictEqual({ path: 'logo.jpg', ...how });
    expect(new File('logo.jpg', { root: undefined, etag: undefined } as never).body).toStrictEqual({
      path: 'logo.jpg',
    });
  });

  it.each<[string, unknown, string]>([
    ['partial', 'no', 'true or false; got "no"'],
    ['download', '', 'true, false or the name to save as; got ""'],
    ['download', 1, 'true, false or the name to save as; got 1'],
    ['etag', 'v7', `true, false or an entity tag with its quotes, such as '"v7"'; got "v7"`],
    ['etag', 'W/v7', `true, false or an entity tag with its quotes, such as '"v7"'; got "W/v7"`],
    ['lastModified', '2026-11-24', 'true, false or a valid Date; got "2026-11-24"'],
    ['lastModified', new Date(NaN), 'true, false or a valid Date; got a Date'],
    ['cacheControl', 'no-store', 'true or false; got "no-store"'],
    ['maxAge', -1, "milliseconds, or a string such as '10s', '5m', '1h', '30d', '1y'; got -1"],
    ['maxAge', '1 day', "milliseconds, or a string such as '10s', '5m', '1h', '30d', '1y'; got \"1 day\""],
    ['maxAge', NaN, "milliseconds, or a string such as '10s', '5m', '1h', '30d', '1y'; got NaN"],
    ['immutable', 1, 'true or false; got 1'],
    ['dotfiles', 'deny', `'ignore' or 'allow'; got "deny"`],
    ['followSymlinks', 'yes', 'true or false; got "yes"'],
    ['fallback', '', 'the path of a file, or a function that returns a response; got ""'],
    ['fallback', true, 'the path of a file, or a function that returns a response; got true'],
  ])('refuses the option %s: %p', (name, value, wanted) => {
    expect(() => new File('a', { [name]: value })).toThrow(
      usageError('ERR_RETURNS_INIT', `The option ${name} of File must be ${wanted}.`),
    );
  });

  it.each<[FileInit, string]>([
    [{ etag: '"a"', headers: { etag: '"b"' } }, 'ETag'],
    [{ lastModified: new Date(0), headers: [['LAST-MODIFIED', 'x'] as const].values() }, 'Last-Modified'],
    [{ maxAge: 1, headers: { 'cache-control': 'no-store' } }, 'Cache-Control'],
  ])('refuses an option beside the header that it writes: %j', (init, name) => {
    expect(() => new File('a', init)).toThrow(
      usageError('ERR_RETURNS_INIT', `File got the header ${name} and also an option that sets it; give one of them.`),
    );
  });

  it.each<FileInit>([
    { cacheControl: false, maxAge: 1 },
    { cacheControl: false, immutable: true },
  ])('refuses options that contradict: %j', (init) => {
    expect(() => new File('a', init)).toThrow(
      usageError('ERR_RETURNS_INIT', 'File got cacheControl: false together with maxAge or immutable'),
    );
  });

  it('is read for each request, so has no bytes of its own', async () => {
    await expect(new File('a').bytes()).rejects.toThrow(
      usageError('ERR_RETURNS_BODY', 'The body of a file is created for each request'),
    );
  });
});

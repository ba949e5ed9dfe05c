import mime from 'mime';
import { fileContentType } from '../../lib/http/media-types';

describe('fileContentType', () => {
  it.each([
    ['logo.png', 'image/png'],
    ['LOGO.PNG', 'image/png'],
    ['a/b.c/page.html', 'text/html; charset=utf-8'],
    ['archive.tar.gz', 'application/gzip'],
    ['readme.txt', 'text/plain; charset=utf-8'],
    ['style.css', 'text/css; charset=utf-8'],
    ['data.json', 'application/json; charset=utf-8'],
    ['image.svg', 'image/svg+xml'],
  ])('finds the type of %s by its extension', (path, type) => {
    expect(fileContentType(path)).toBe(type);
  });

  it.each([
    ['app.js', 'text/javascript; charset=utf-8'],
    ['app.mjs', 'text/javascript; charset=utf-8'],
    ['dump.sql', 'application/sql'],
    ['form.fdf', 'application/fdf'],
    ['form.xfdf', 'application/xfdf'],
    ['key.asc', 'application/pgp-keys'],
    ['song.aac', 'audio/aac'],
    ['book.m4b', 'audio/mp4'],
    ['photo.jxl', 'image/jxl'],
    ['part.prc', 'model/prc'],
    ['part.step', 'model/step'],
    ['part.stp', 'model/step'],
    ['film.mts', 'video/mp2t'],
    ['film.m2t', 'video/mp2t'],
    ['film.m2ts', 'video/mp2t'],
  ])('has the type of %s, registered after mime 3', (path, type) => {
    expect(fileContentType(path)).toBe(type);
  });

  it.each([
    ['an unknown extension', 'file.unknown'],
    ['no extension', 'docs/README'],
    ['a folder with an extension', 'page.html/README'],
    ['an extension that every object has', 'file.constructor'],
    ['a name that is an extension', 'html'],
    ['a dotfile whose name is an extension', '.html'],
  ])('gives application/octet-stream for a file with %s', (_what, path) => {
    expect(fileContentType(path)).toBe('application/octet-stream');
  });

  it('is not affected by mime.define calls of other modules', () => {
    mime.define({ 'text/x-theirs': ['png', 'theirs'] }, true);

    expect(fileContentType('logo.png')).toBe('image/png');
    expect(fileContentType('a.theirs')).toBe('application/octet-stream');
    expect(mime.getType('a.js')).toBe('application/javascript');
  });
});

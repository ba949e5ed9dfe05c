import * as reply from 'express-returns';
import { usageError } from '../diagnostics/refused';

type Make = (init: reply.ResponseInit) => reply.Response;

const classes: readonly [string, Make][] = [
  ['Response', (init) => new reply.Response('a', init)],
  ['Text', (init) => new reply.Text('a', init)],
  ['HTML', (init) => new reply.HTML('<p>a', init)],
  ['JSON', (init) => new reply.JSON({ a: 1 }, init)],
  ['Binary', (init) => new reply.Binary(Buffer.from('a'), init)],
  ['Success', (init) => new reply.Success({ a: 1 }, init)],
  ['View', (init) => new reply.View('page', {}, init)],
  ['JSONLines', (init) => new reply.JSONLines([1], init)],
  ['EventStream', (init) => new reply.EventStream(['a'], init)],
  ['File', (init) => new reply.File('folder/a.txt', init)],
];

/** RFC 6266 with the `filename*` of RFC 8187. */
const names: readonly [string, string][] = [
  ['report.pdf', 'attachment; filename="report.pdf"'],
  ['Übersicht 2026.pdf', `attachment; filename="_bersicht 2026.pdf"; filename*=UTF-8''%C3%9Cbersicht%202026.pdf`],
  ['報告書.csv', `attachment; filename="___.csv"; filename*=UTF-8''%E5%A0%B1%E5%91%8A%E6%9B%B8.csv`],
  ['100 €.csv', `attachment; filename="100 _.csv"; filename*=UTF-8''100%20%E2%82%AC.csv`],
  ['a"b.csv', `attachment; filename="a_b.csv"; filename*=UTF-8''a%22b.csv`],
  ['../../etc/passwd', 'attachment; filename="passwd"'],
  ['a\r\nX-Evil: 1.csv', 'attachment; filename="aX-Evil: 1.csv"'],
];

describe.each(classes)('download of %s', (name, make) => {
  it.each(names)('offers the body as %p', (filename, header) => {
    expect(make({ download: filename }).headers['content-disposition']).toBe(header);
    expect(make({}).with({ download: filename }).headers['content-disposition']).toBe(header);
  });

  it('is true for the name of the file or the URL, false for none', () => {
    const ownName = name === 'File' ? 'attachment; filename="a.txt"' : 'attachment';
    const response = make({ download: true });

    expect(response.headers['content-disposition']).toBe(ownName);
    expect(make({}).with({ download: true })).toEqual(response);
    expect(make({ download: false })).toEqual(make({}));
    expect(response.with({ download: false })).toEqual(make({}));
    expect(response).not.toHaveProperty('download');
  });

  it.each<[unknown, string]>([
    ['', '""'],
    [1, '1'],
    [null, 'null'],
  ])('refuses %p', (download, shown) => {
    const wanted = `must be true, false or the name to save as; got ${shown}.`;

    expect(() => make({ download } as never)).toThrow(
      usageError('ERR_RETURNS_INIT', `The option download of ${name} ${wanted}`),
    );
    expect(() => make({}).with({ download } as never)).toThrow(
      usageError('ERR_RETURNS_INIT', `The option download of with() ${wanted}`),
    );
  });

  it.each([true, false, 'a.csv'])('%p is refused beside the header that it writes', (download) => {
    const headers = { 'content-DISPOSITION': 'inline' };
    const refused = usageError('ERR_RETURNS_INIT', 'got both download and a content-disposition header; give one');

    expect(() => make({ download, headers })).toThrow(refused);
    expect(() => make({}).with({ download, headers })).toThrow(refused);
  });
});

it('a class may have a Content-Disposition for all of its responses, which download replaces', () => {
  class Export extends reply.Text {
    static override headers = { 'Content-Disposition': 'attachment; filename="export.txt"' };
  }

  expect(new Export('a').headers['content-disposition']).toBe('attachment; filename="export.txt"');
  expect(new Export('a', { download: 'b.txt' }).headers['content-disposition']).toBe('attachment; filename="b.txt"');
  expect(new Export('a', { download: false }).headers).not.toHaveProperty('content-disposition');
});

import { validateHeaderValue } from 'node:http';
import fc, { anyText } from '../helpers/fast-check';
import { attachment } from '../../lib/http/content-disposition';

/** The name that a client makes of it (RFC 6266 section 4.3, RFC 8187). */
function nameOf(header: string): string {
  const [, ascii = '', encoded] =
    /^attachment; filename="([\x20-\x7e]*)"(?:; filename\*=UTF-8''([\w!#$&+.^`|~%-]+))?$/.exec(header) ?? [];
  return encoded === undefined ? ascii : decodeURIComponent(encoded);
}

describe('attachment', () => {
  it.each([
    ['report.pdf', 'attachment; filename="report.pdf"'],
    ['a b (1).pdf', 'attachment; filename="a b (1).pdf"'],
    ['folder/report.pdf', 'attachment; filename="report.pdf"'],
    [
      'C:\\folder\\report.pdf',
      `attachment; filename="C:_folder_report.pdf"; filename*=UTF-8''C%3A%5Cfolder%5Creport.pdf`,
    ],
    ['a\\', `attachment; filename="a_"; filename*=UTF-8''a%5C`],
    ['folder/a\\"b".txt', `attachment; filename="a__b_.txt"; filename*=UTF-8''a%5C%22b%22.txt`],
    ['../../etc/passwd', 'attachment; filename="passwd"'],
    ['naïve.txt', `attachment; filename="na_ve.txt"; filename*=UTF-8''na%C3%AFve.txt`],
    ['報告書.pdf', `attachment; filename="___.pdf"; filename*=UTF-8''%E5%A0%B1%E5%91%8A%E6%9B%B8.pdf`],
    ['€ rates.txt', `attachment; filename="_ rates.txt"; filename*=UTF-8''%E2%82%AC%20rates.txt`],
    ['😀.png', `attachment; filename="_.png"; filename*=UTF-8''%F0%9F%98%80.png`],
    ['100%25.txt', `attachment; filename="100_25.txt"; filename*=UTF-8''100%2525.txt`],
    ['say "hi".txt', `attachment; filename="say _hi_.txt"; filename*=UTF-8''say%20%22hi%22.txt`],
    [`it's*(1)ü.txt`, `attachment; filename="it's*(1)_.txt"; filename*=UTF-8''it%27s%2A%281%29%C3%BC.txt`],
    ['a\r\nSet-Cookie: b=1.txt', 'attachment; filename="aSet-Cookie: b=1.txt"'],
    ['a\0b\x1b\x7f.txt', 'attachment; filename="ab.txt"'],
    ['photo\u202egpj.exe', 'attachment; filename="photogpj.exe"'],
    ['\ud800.txt', `attachment; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`],
    ['', 'attachment; filename="download"'],
    ['..', 'attachment; filename="download"'],
    ['folder/', 'attachment; filename="download"'],
    [' \r\n ', 'attachment; filename="download"'],
  ])('%j', (name, expected) => {
    expect(attachment(name)).toBe(expected);
  });

  it('is a valid header that contains the name, for any string', () => {
    fc.assert(
      fc.property(anyText(), (name) => {
        const header = attachment(name);
        validateHeaderValue('Content-Disposition', header);
        expect(nameOf(header)).toMatch(/^[^/\p{Cc}]+$/u);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const name = `x${text.replace(/[/\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '-')}x`;
        expect(nameOf(attachment(name))).toBe(name);
      }),
    );
  });
});

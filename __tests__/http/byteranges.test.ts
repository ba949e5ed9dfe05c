import { multipartEnd, partHead } from '../../lib/http/byteranges';

describe('multipart/byteranges', () => {
  it('has parts as RFC 9110 section 14.6 shows them', () => {
    const body =
      partHead('B', 'text/plain', { first: 0, last: 1 }, 9) +
      'ab' +
      partHead('B', undefined, { first: 8, last: 8 }, 9) +
      'i' +
      multipartEnd('B');

    expect(body).toBe(
      [
        '',
        '--B',
        'Content-Type: text/plain',
        'Content-Range: bytes 0-1/9',
        '',
        'ab',
        '--B',
        'Content-Range: bytes 8-8/9',
        '',
        'i',
        '--B--',
        '',
      ].join('\r\n'),
    );
  });
});

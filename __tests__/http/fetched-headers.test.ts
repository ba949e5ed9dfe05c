import fc from '../helpers/fast-check';
import { fetchedHeaders } from '../../lib/http/fetched-headers';
import { createHeaders } from '../../lib/http/headers';

const fetched = (headers: Record<string, string>) => Object.fromEntries(fetchedHeaders(new Headers(headers)));

describe('fetchedHeaders', () => {
  const coded = {
    'accept-ranges': 'bytes',
    'content-digest': 'sha-256=:a:',
    'content-length': '5',
    'digest': 'a',
    'etag': '"v1"',
    'repr-digest': 'sha-256=:a:',
    'x-one': '1',
  };

  it('keeps all headers of a body without a coding, its length too', () => {
    expect(fetched(coded)).toEqual(coded);
  });

  it.each(['gzip', 'GZip', 'x-gzip', 'deflate', 'br', 'br, gzip'])(
    'removes the headers of the coded bytes for %s',
    (coding) => {
      expect(fetched({ ...coded, 'content-encoding': coding })).toEqual({ 'etag': 'W/"v1"', 'x-one': '1' });
    },
  );

  it.each(['aws-chunked', 'gzip, compress'])(
    'keeps all headers of a body in %s, which fetch does not decode',
    (coding) => {
      const headers = { ...coded, 'content-encoding': coding };

      expect(fetched(headers)).toEqual(headers);
    },
  );

  it('keeps a weak tag', () => {
    expect(fetched({ 'content-encoding': 'br', 'etag': 'W/"v1"' })).toEqual({ etag: 'W/"v1"' });
  });

  it.each([
    ['vary', 'Accept,', 'Accept,'],
    ['vary', 'Accept Origin', '*'],
    ['content-type', 'text/html; charset', 'text/html'],
    ['content-type', 'text/html;', 'text/html'],
    ['content-type', 'nonsense', undefined],
    ['content-length', '5, 5', undefined],
    // The bytes of "/ü" in UTF-8, as fetch gives them.
    ['location', '/\xc3\xbc', '/%C3%BC'],
  ])('sends the %s %j as %j', (name, value, sent) => {
    expect(fetched({ [name]: value })[name]).toBe(sent);
  });

  it('gives headers that a response accepts, for any upstream', () => {
    const names = [
      'vary',
      'content-type',
      'content-length',
      'location',
      'etag',
      'link',
      'set-cookie',
      'content-encoding',
    ];
    const text = fc.string({
      unit: fc
        .integer({ min: 0x20, max: 0xff })
        .filter((c) => c !== 0x7f)
        .map((c) => String.fromCharCode(c)),
    });

    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), text)), (pairs) => {
        expect(() => createHeaders({}, fetchedHeaders(new Headers(pairs)))).not.toThrow();
      }),
    );
  });
});

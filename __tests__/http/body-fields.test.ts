import { isBodyField } from '../../lib/http/body-fields';

describe('isBodyField', () => {
  it.each(['Content-Type', 'content-length', 'ETag', 'Last-Modified', 'Accept-Ranges', 'Content-Disposition'])(
    'is true of %s',
    (name) => {
      expect(isBodyField(name)).toBe(true);
    },
  );

  it.each(['Set-Cookie', 'Vary', 'X-Powered-By', 'Cache-Control', 'constructor'])('is false of %s', (name) => {
    expect(isBodyField(name)).toBe(false);
  });
});

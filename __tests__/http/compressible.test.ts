import { isCompressible } from '../../lib/http/compressible';

describe('isCompressible', () => {
  it.each([
    ['text/html; charset=utf-8', true],
    ['Text/Event-Stream', true],
    ['application/json', true],
    ['application/problem+json; charset=utf-8', true],
    ['application/x-ndjson', true],
    ['image/svg+xml', true],
    ['application/octet-stream', true],
    ['image/png', false],
    ['video/mp4', false],
    ['application/zip', false],
    ['application/pdf', false],
    ['font/woff2', false],
    ['', false],
  ])('%s: %s', (type, expected) => {
    expect(isCompressible(type)).toBe(expected);
  });
});

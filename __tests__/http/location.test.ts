import { locationOf } from '../../lib/http/location';

describe('locationOf', () => {
  it.each([
    ['back', './back'],
    ['/back', '/back'],
    ['backwards', 'backwards'],
    ['https://example.com/', 'https://example.com/'],
  ])('%j is sent as %j', (url, location) => {
    expect(locationOf(url)).toBe(location);
  });
});

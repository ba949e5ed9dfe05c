import { maxAgeSeconds } from '../../lib/http/max-age';

describe('maxAgeSeconds', () => {
  it.each([
    [0, 0],
    [999, 0],
    [1000, 1],
    [60_000.5, 60],
    [Infinity, 31_536_000],
    ['0s', 0],
    ['500ms', 0],
    ['10s', 10],
    ['1.5m', 90],
    ['1h', 3600],
    ['30d', 2_592_000],
    ['2w', 1_209_600],
    ['1y', 31_536_000],
    ['9y', 31_536_000],
  ])('%p is %p', (given, seconds) => {
    expect(maxAgeSeconds(given)).toBe(seconds);
  });

  it.each([-1, NaN, '', '10', 's', '-1s', '1 day', '1 d', '1D', '1e3s', 'Infinityd', null, undefined, true, {}, 1n])(
    '%p is none',
    (given) => {
      expect(maxAgeSeconds(given)).toBeUndefined();
    },
  );
});

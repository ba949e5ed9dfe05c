import { appendVary, isVary } from '../../lib/http/vary';

describe('appendVary', () => {
  it.each<[readonly (string | readonly string[] | undefined)[], string]>([
    [['Accept'], 'Accept'],
    [[undefined, 'Accept'], 'Accept'],
    [['Origin', undefined, 'Accept'], 'Origin, Accept'],
    [['Origin, accept', 'Accept'], 'Origin, accept'],
    [[['Origin', 'Cookie'], 'Accept'], 'Origin, Cookie, Accept'],
    [['*', 'Accept'], '*'],
    [['Origin', 'Accept, *'], '*'],
    [['', ' , ', 'Accept'], 'Accept'],
  ])('joins %j to %s', (values, joined) => {
    expect(appendVary(...values)).toBe(joined);
  });
});

describe('isVary', () => {
  it.each(['', ' , ', '*', 'Accept', 'Accept,', 'Accept, *, X-A', "!#$%&'*+.^_`|~-"])('accepts %j', (vary) => {
    expect(isVary(vary)).toBe(true);
  });

  it.each(['a b', 'Accept Origin', 'Accept, a:b', 'é', '"a"', 'a;q=1'])('refuses %j', (vary) => {
    expect(isVary(vary)).toBe(false);
  });
});

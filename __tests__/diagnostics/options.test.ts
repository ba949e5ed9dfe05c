import { ANY, checkOptions, FLAG, FUNCTION, type OptionChecks } from '../../lib/diagnostics/options';
import { usageError } from './refused';

const CHECKS: OptionChecks = { status: ANY, compress: FLAG, after: FUNCTION, httpOnly: FLAG };
const check = (given: unknown): void => {
  checkOptions('Text', given as object, CHECKS, 'ERR_RETURNS_INIT');
};

describe('checkOptions', () => {
  it.each([{}, { compress: true, after: () => undefined }, { compress: undefined, status: 'any' }])(
    'accepts %p',
    (given) => {
      expect(() => {
        check(given);
      }).not.toThrow();
    },
  );

  it.each<[unknown, string]>([
    [null, 'The options of Text must be an object; got null.'],
    [[], 'The options of Text must be an object; got an array of 0 items.'],
    ['a', 'The options of Text must be an object; got "a".'],
    [{ compress: 1 }, 'The option compress of Text must be true or false; got 1.'],
    [{ after: null }, 'The option after of Text must be a function; got null.'],
    [{ x: 1 }, 'Text has no option "x"; it has status, compress, after, httpOnly.'],
    [{ x: undefined }, 'Text has no option "x"; it has status, compress, after, httpOnly.'],
    [{ ['__proto__']: 1 }, 'Text has no option "__proto__"; it has status, compress, after, httpOnly.'],
    [{ constructor: 1 }, 'Text has no option "constructor"; it has status, compress, after, httpOnly.'],
  ])('refuses %p', (given, message) => {
    expect(() => {
      check(given);
    }).toThrow(usageError('ERR_RETURNS_INIT', message));
  });

  it.each([
    ['staus', 'status'],
    ['statsu', 'status'],
    ['Status', 'status'],
    ['httponly', 'httpOnly'],
    ['compressed', 'compress'],
  ])('suggests the nearest name: %s', (name, near) => {
    expect(() => {
      check({ [name]: 1 });
    }).toThrow(`it has status, compress, after, httpOnly. Did you mean ${near}?`);
  });

  it.each(['x', 'headers', 'a'.repeat(1e6)])('suggests no name that is not near', (name) => {
    expect(() => {
      check({ [name]: 1 });
    }).toThrow(/httpOnly\.$/);
  });
});

import fc from '../helpers/fast-check';
import { essenceOf, normaliseMediaType, parseMediaType, splitUnquoted } from '../../lib/http/media-type';

describe('parseMediaType', () => {
  it.each<[string, string, [string, string][]]>([
    ['text/html', 'text/html', []],
    ['TEXT/Html; Charset=UTF-8', 'text/html', [['charset', 'UTF-8']]],
    ['*/*;q=0.5', '*/*', [['q', '0.5']]],
    ['a/b;;c=d ;', 'a/b', [['c', 'd']]],
    [
      'a/b; c=";,\\""\t;\td = e',
      'a/b',
      [
        ['c', '";,\\""'],
        ['d', 'e'],
      ],
    ],
  ])('parses %j', (text, essence, parameters) => {
    expect(parseMediaType(text)).toEqual({ essence, parameters });
  });

  it.each(['', 'text', '/', 'text/', '/html', 'a b/c', 'a/b/c', 'a/b; c', 'a/b; c=', 'a/b; c="', 'a/b; "c"=d', 'é/b'])(
    'refuses %j',
    (text) => {
      expect(parseMediaType(text)).toBeUndefined();
    },
  );
});

describe('normaliseMediaType', () => {
  it.each([
    ['text/html', 'text/html'],
    ['Text/HTML;charset=UTF-8', 'Text/HTML;charset=UTF-8'],
    ['text/html;', 'text/html'],
    ['text/html ;\tcharset=utf-8;;', 'text/html; charset=utf-8'],
    ['a/b; c="d, e"', 'a/b; c="d, e"'],
  ])('writes %j as %j', (text, normal) => {
    expect(normaliseMediaType(text)).toBe(normal);
  });
});

describe('essenceOf', () => {
  it.each(['text/html', ' Text/HTML ; charset=x', 'text/html;nonsense'])('is read from %j', (text) => {
    expect(essenceOf(text)).toBe('text/html');
  });
});

describe('splitUnquoted', () => {
  it.each<[string, string[]]>([
    ['', ['']],
    ['a , b', ['a', 'b']],
    ['a,,b,', ['a', '', 'b', '']],
    ['a="1,2",b', ['a="1,2"', 'b']],
    ['a="\\",",b', ['a="\\","', 'b']],
    ['a="1,2', ['a="1,2']],
    ['a;b,c', ['a;b', 'c']],
  ])('%j', (text, elements) => {
    expect(splitUnquoted(text, ',')).toEqual(elements);
  });

  it('keeps all characters of any string', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(splitUnquoted(text, ',').join(',').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

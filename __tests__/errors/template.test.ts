import fc, { anyText } from '../helpers/fast-check';
import { parseTemplate, renderTemplate } from '../../lib/errors/template';
import { usageError } from '../diagnostics/refused';

const render = (text: string, values: Record<string, string> = {}): string =>
  renderTemplate(parseTemplate(text, 'It'), (key) => values[key] ?? `no ${key}`);

describe('parseTemplate', () => {
  it.each<[string, string[], boolean]>([
    ['', [], true],
    ['no place', [], true],
    ['{}', ['0'], true],
    ['a {} b {} c', ['0', '1'], true],
    ['{1} {0} {1}', ['1', '0'], true],
    ['{00}', ['0'], true],
    ['{name} and {other_name2}', ['name', 'other_name2'], false],
    ['{constructor} {__proto__}', ['constructor', '__proto__'], false],
    ['{{}} {{0}} {{name}}', [], true],
    ['{{{}}}', ['0'], true],
  ])('finds the places of %j', (text, keys, isPositional) => {
    const template = parseTemplate(text, 'It');

    expect([[...template.keys], template.isPositional]).toEqual([keys, isPositional]);
  });

  it.each([
    ['a {', 'it has a single brace.'],
    ['} a', 'it has a single brace.'],
    ['{a b}', 'it has a single brace.'],
    ['{a.b}', 'it has a single brace.'],
    ['{-1}', 'it has a single brace.'],
    ['{100}', 'it has a single brace.'],
    ['{} {0}', 'it mixes {} and {0}; use one of them.'],
    ['{0} {name}', 'it mixes {0} and {name}; use one of them.'],
    ['{1}', 'its positions have a gap; number them from {0} on.'],
    ['{0} {2}', 'its positions have a gap; number them from {0} on.'],
  ])('refuses %j', (text, fact) => {
    expect(() => parseTemplate(text, 'It')).toThrow(usageError('ERR_RETURNS_ERROR_CODE', `has the message`));
    expect(() => parseTemplate(text, 'It')).toThrow(fact);
  });
});

describe('renderTemplate', () => {
  it.each([
    ['plain', {}, 'plain'],
    ["User '{}' of {}", { 0: 'a', 1: 'b' }, "User 'a' of b"],
    ['{1}{0}{1}', { 0: 'a', 1: 'b' }, 'bab'],
    ['{name}: {{{name}}}', { name: 'x' }, 'x: {x}'],
    ['{}', { 0: '{0} {} $& $1' }, '{0} {} $& $1'],
  ])('renders %j with %j', (text, values, message) => {
    expect(render(text, values)).toBe(message);
  });

  it('gives any escaped text back', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(render(text.replace(/[{}]/g, '$&$&'))).toBe(text);
      }),
    );
  });

  it('puts any texts where the places are, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        fc.string().filter((text) => !/[{}]/.test(text)),
        (values, between) => {
          const text = values.map(() => `${between}{}`).join('');

          expect(render(text, Object.fromEntries(values.entries()))).toBe(
            values.map((value) => between + value).join(''),
          );
        },
      ),
    );
  });
});

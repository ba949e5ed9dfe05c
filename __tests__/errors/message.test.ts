import fc from 'fast-check';
import { ErrorCode } from 'express-returns';
import { renderMessage } from '../../lib/errors/message';
import { usageError } from '../diagnostics/refused';

describe('renderMessage', () => {
  it.each<[string, unknown, string]>([
    ['no values', undefined, 'no values'],
    ['{}', 'jalil', 'jalil'],
    ['{}', ['jalil'], 'jalil'],
    ['{}', { a: 1 }, '{"a":1}'],
    ['{}', null, 'null'],
    ['{} {}', ['a', 2], 'a 2'],
    ['{0}', [['a', 'b']], '["a","b"]'],
    ['{a}', { a: 'b' }, 'b'],
    ['{constructor}', { constructor: 'own' }, 'own'],
    ['{}', '{}', '{}'],
  ])('%j with %j', (template, data, message) => {
    expect(renderMessage(new ErrorCode(1100, template, 400), data)).toBe(message);
  });

  it('never takes what is inherited for a value', () => {
    expect(() => renderMessage(new ErrorCode(1100, '{constructor}', 400), {})).toThrow(
      usageError('ERR_RETURNS_MESSAGE_DATA', 'needs the value "constructor"'),
    );
  });

  it('shows what was given and nothing else, or refuses it as a whole', () => {
    const templates = fc.constantFrom('{}', '{} {}', '{1}{0}', '{a}', '{a} {toString}', 'plain');
    fc.assert(
      fc.property(templates, fc.anything({ withBigInt: true, withDate: true, withMap: true }), (template, data) => {
        try {
          expect(typeof renderMessage(new ErrorCode(1100, template, 400), data)).toBe('string');
        } catch (error) {
          expect(error).toEqual(usageError('ERR_RETURNS_MESSAGE_DATA'));
        }
      }),
    );
  });
});

import { framingOf } from '../../lib/responses/framing';
import type { ItemKind } from '../../lib/responses/brand';
import { usageError } from '../diagnostics/refused';

function frame(kind: ItemKind, items: readonly unknown[]): string {
  const framing = framingOf(kind, (value) => JSON.stringify(value));
  return [...items.map((item, index) => framing.item(item, index)), framing.end(items.length)].join('');
}

describe('framingOf', () => {
  it.each<[ItemKind, string, readonly unknown[], string]>([
    ['json', 'nothing', [], '[]'],
    ['json', 'one item', [{ a: 1 }], '[{"a":1}]'],
    ['json', 'several', [1, 'b', null, [2]], '[1,"b",null,[2]]'],
    [
      'json',
      'what JSON has no text for, as JSON.stringify does it in an array',
      [undefined, () => 1, Symbol('a'), { toJSON: () => undefined }],
      '[null,null,null,null]',
    ],
    ['lines', 'nothing', [], ''],
    ['lines', 'several', [{ a: 'x\ny' }, 1], '{"a":"x\\ny"}\n1\n'],
    ['events', 'nothing', [], ''],
    ['events', 'a text and an object', ['a', { data: { b: 1 } }], 'data: a\n\ndata: {"b":1}\n\n'],
  ])('frames as %s: %s', (kind, _what, items, text) => {
    expect(frame(kind, items)).toBe(text);
  });

  it.each<[ItemKind, string, unknown]>([
    ['lines', 'undefined', undefined],
    ['lines', 'a function', () => 1],
    ['lines', 'a toJSON() that gives nothing', { toJSON: () => undefined }],
    ['events', 'a function as data', { data: () => 1 }],
    ['events', 'data with a toJSON() that gives nothing', { data: { toJSON: () => undefined } }],
  ])('refuses as %s: %s', (kind, _what, item) => {
    expect(() => frame(kind, [item])).toThrow(usageError('ERR_RETURNS_BODY', 'has no JSON text'));
  });
});

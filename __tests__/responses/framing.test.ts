import { framingOf } from '../../lib/responses/framing';
import type { ItemKind } from '../../lib/responses/brand';

function frame(kind: ItemKind, items: readonly unknown[]): string {
  const framing = framingOf(kind, (value) => JSON.stringify(value));
  return [...items.map((item, index) => framing.item(item, index)), framing.end(items.length)].join('');
}

describe('framingOf', () => {
  it.each<[ItemKind, string, readonly unknown[], string]>([
    ['json', 'nothing', [], '[]'],
    ['json', 'one item', [{ a: 1 }], '[{"a":1}]'],
    ['json', 'several', [1, 'b', null, [2]], '[1,"b",null,[2]]'],
    ['json', 'what JSON has no text for', [undefined, () => 1, Symbol('a')], '[null,null,null]'],
    ['lines', 'nothing', [], ''],
    ['lines', 'several', [{ a: 'x\ny' }, 1], '{"a":"x\\ny"}\n1\n'],
    ['lines', 'what JSON has no text for', [undefined], 'null\n'],
    ['events', 'nothing', [], ''],
    ['events', 'a text and an object', ['a', { data: { b: 1 } }], 'data: a\n\ndata: {"b":1}\n\n'],
    ['events', 'data that JSON has no text for', [{ data: () => 1 }], 'data: null\n\n'],
  ])('frames as %s: %s', (kind, _what, items, text) => {
    expect(frame(kind, items)).toBe(text);
  });
});

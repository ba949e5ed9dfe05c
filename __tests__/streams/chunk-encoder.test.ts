import fc, { anyText } from '../helpers/fast-check';
import { chunkEncoder } from '../../lib/streams/chunk-encoder';

const encodeAll = (chunks: readonly unknown[]): Buffer => {
  const encode = chunkEncoder();
  return Buffer.concat([...chunks.map((chunk) => encode(chunk, false)), encode('', true)]);
};

describe('chunkEncoder', () => {
  it('gives the bytes of the whole string, for any split', () => {
    const text = anyText({ maxLength: 12 });
    const cuts = fc.array(fc.nat(24), { maxLength: 6 });
    fc.assert(
      fc.property(text, cuts, (whole, places) => {
        const ends = [...places.map((place) => place % (whole.length + 1)), 0, whole.length].sort((a, b) => a - b);
        const chunks = ends.slice(1).map((end, index) => whole.slice(ends[index], end));

        expect(encodeAll(chunks).equals(Buffer.from(whole))).toBe(true);
      }),
    );
  });

  it('returns complete characters immediately', () => {
    const encode = chunkEncoder();

    expect(encode('a\ud83d', false).toString()).toBe('a');
    expect(encode('\ude00b', false).toString()).toBe('😀b');
  });

  it('returns bytes without a copy', () => {
    const bytes = Buffer.from([0xf0, 0x9f]);

    expect(chunkEncoder()(bytes, false)).toBe(bytes);
  });

  it.each([
    ['bytes', ['\ud83d', Buffer.from('b')], '\ufffdb'],
    ['the end', ['a', '\ud83d'], 'a\ufffd'],
    ['no other half', ['\ud83d', '\ud83d', '\ude00'], '\ufffd😀'],
    ['an empty text', ['\ud83d', '', '\ude00'], '😀'],
  ])('replaces half a surrogate pair before %s', (_what, chunks, text) => {
    expect(encodeAll(chunks).toString()).toBe(text);
  });
});

import { giveBackBuffer, POOLED, takeBuffer } from '../../../lib/writers/files/buffer-pool';

describe('the pool of buffers', () => {
  it('gives a buffer that came back to the next, whole', () => {
    const buffer = takeBuffer();
    giveBackBuffer(buffer.subarray(3, 7));
    const next = takeBuffer();

    expect([next.buffer === buffer.buffer, next.byteOffset, next.length]).toEqual([true, 0, POOLED]);
    expect(takeBuffer().buffer).not.toBe(next.buffer);
  });

  it('takes none back twice, nor one of others, so that none is given to two', () => {
    const buffer = takeBuffer();
    giveBackBuffer(buffer);
    giveBackBuffer(buffer);
    const foreign = Buffer.alloc(POOLED);
    giveBackBuffer(foreign);
    const given = [takeBuffer(), takeBuffer(), takeBuffer()].map((each) => each.buffer);

    expect(given).not.toContain(foreign.buffer);
    expect(new Set(given).size).toBe(3);
  });

  it('holds on to 32 at most', () => {
    const taken = Array.from({ length: 40 }, takeBuffer);
    for (const each of taken) giveBackBuffer(each);
    const before = new Set(taken.map((each) => each.buffer));

    expect(Array.from({ length: 40 }, takeBuffer).filter((each) => before.has(each.buffer))).toHaveLength(32);
  });
});

import { EventEmitter } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { nodeReader, type NodeStream } from '../../lib/streams/node-reader';

describe('nodeReader', () => {
  it('gives the chunks as they were pushed, without joining them', async () => {
    const stream = new PassThrough();
    for (const chunk of ['one', 'two', 'three']) stream.write(chunk);
    stream.end();

    expect(await readAll(stream)).toEqual([Buffer.from('one'), Buffer.from('two'), Buffer.from('three')]);
  });

  it('pulls nothing between two reads', async () => {
    let pulled = 0;
    const stream = new Readable({
      highWaterMark: 10,
      read() {
        pulled += 10;
        this.push('x'.repeat(10));
      },
    });
    const { read } = nodeReader(stream);

    await read();
    await new Promise(setImmediate);
    expect(pulled).toBeLessThanOrEqual(30);
    expect(stream.isPaused()).toBe(true);
  });

  it('keeps chunks that an old stream emits after pause()', async () => {
    const stream = Object.assign(new EventEmitter(), {
      pause: () => stream,
      resume: () => {
        for (const chunk of ['one', 'two']) stream.emit('data', chunk);
        stream.emit('end');
        stream.emit('close');
        return stream;
      },
      pipe: () => stream,
      readable: true,
    });

    expect(await readAll(stream as unknown as NodeStream)).toEqual(['one', 'two']);
  });

  it('throws the error of the stream after the chunks before it', async () => {
    const stream = new PassThrough();
    const { read } = nodeReader(stream);
    const first = read();
    stream.write('one');

    expect(await first).toEqual({ done: false, value: Buffer.from('one') });
    stream.destroy(new Error('failed'));
    await expect(read()).rejects.toThrow('failed');
  });

  it.each([
    ['before it is read', (stream: Readable) => stream.destroy()],
    ['while it is read', (stream: Readable) => setImmediate(() => stream.destroy())],
  ])('throws for a stream that closes without an end, %s', async (_when, close) => {
    const stream = new PassThrough();
    close(stream);

    await expect(nodeReader(stream).read()).rejects.toThrow('Premature close');
  });

  it('lets a released stream continue to flow', async () => {
    const stream = Readable.from(['one', 'two', 'three']);
    const { read, release } = nodeReader(stream);
    await read();
    release();
    stream.resume();
    await new Promise((resolve) => stream.once('end', resolve));

    expect(stream.readableEnded).toBe(true);
  });
});

async function readAll(stream: NodeStream): Promise<unknown[]> {
  const { read } = nodeReader(stream);
  const chunks: unknown[] = [];
  for (let next = await read(); next.done !== true; next = await read()) chunks.push(next.value);
  return chunks;
}

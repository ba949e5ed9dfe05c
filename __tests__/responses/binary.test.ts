import { Readable } from 'node:stream';
import { Binary } from 'express-returns';

const bytes = Uint8Array.of(0, 255, 128);

describe('Binary', () => {
  it('is an octet stream with status 200', () => {
    const response = new Binary(bytes);

    expect(response.status).toBe(200);
    expect(response.headers).toEqual({ 'content-type': 'application/octet-stream' });
    expect(response.body).toBe(bytes);
  });

  it('takes the content type of its init', () => {
    expect(new Binary(bytes, { contentType: 'image/png' }).headers).toEqual({ 'content-type': 'image/png' });
  });

  it.each([
    ['a Buffer', Buffer.from(bytes)],
    ['a typed array', bytes],
    ['a part of a larger buffer', Uint8Array.of(9, 0, 255, 128, 9).subarray(1, 4)],
    ['a DataView', new DataView(bytes.buffer)],
    ['an ArrayBuffer', bytes.buffer],
    ['a Blob', new Blob([bytes])],
    ['a Readable', Readable.from([bytes.subarray(0, 1), bytes.subarray(1)])],
    ['a web stream', new Blob([bytes]).stream()],
  ])('holds %s and gives its bytes', async (_what, body) => {
    await expect(new Binary(body).bytes()).resolves.toEqual(Buffer.from(bytes));
  });

  it('sends the bytes of a typed array, not its numbers', async () => {
    await expect(new Binary(Uint16Array.of(0x0102, 0x0304)).bytes()).resolves.toHaveLength(4);
  });
});

import { crc32, deflateSync } from 'node:zlib';

/** The colour at a place of a picture, both from 0 to 1: red, green and blue from 0 to 1. */
export type Painter = (x: number, y: number) => readonly [red: number, green: number, blue: number];

/** Paints a picture as PNG (RFC 2083). */
export function paintPNG(width: number, height: number, paint: Painter): Buffer {
  // Each line begins with 0: it is not filtered. This kind of array rounds, and keeps to 0 to 255.
  const lineLength = 1 + width * 3;
  const pixels = new Uint8ClampedArray(height * lineLength);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = paint(x / width, y / height);
      const at = y * lineLength + 1 + x * 3;
      pixels[at] = red * 255;
      pixels[at + 1] = green * 255;
      pixels[at + 2] = blue * 255;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // 8 bits a colour, red, green and blue.
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

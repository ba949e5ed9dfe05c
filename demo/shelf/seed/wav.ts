const { exp, min, PI, round, sin } = Math;

const RATE = 22_050;

/** Plays notes one after the other, as WAV: frequencies in hertz, each for a number of seconds. */
export function playWAV(frequencies: readonly number[], seconds: number): Buffer {
  const perNote = round(RATE * seconds);
  const sound = Buffer.alloc(frequencies.length * perNote * 2);
  frequencies.forEach((frequency, note) => {
    for (let index = 0; index < perNote; index++) {
      const time = index / RATE;
      const fading = exp(-3 * time) * min(1, index / 200); // No click where a note begins.
      const wave = sin(2 * PI * frequency * time) + 0.3 * sin(4 * PI * frequency * time);
      sound.writeInt16LE(round(wave * fading * 20_000), (note * perNote + index) * 2);
    }
  });
  return Buffer.concat([header(sound.length), sound]);
}

/** The header of one channel of 16 bits. */
function header(bytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // Not compressed.
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return header;
}

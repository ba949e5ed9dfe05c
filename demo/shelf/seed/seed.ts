import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shelf } from '../api/shelf';
import { typeOfBytes } from '../media/sniff';
import { night, ripples, sunrise } from './pictures';
import { paintPNG } from './png';
import { playWAV } from './wav';

/** The people of the demo; the page says their passwords. */
const PEOPLE = { ada: 'countess', grace: 'admiral' } as const;

interface Seed {
  readonly owner: keyof typeof PEOPLE;
  readonly title: string;
  readonly name: string;
  readonly make: () => Buffer | Promise<Buffer>;
}

const SEEDS: readonly Seed[] = [
  { owner: 'ada', title: 'Sunrise', name: '日の出.png', make: () => paintPNG(640, 480, sunrise) },
  { owner: 'grace', title: 'Hills at night', name: 'Hügel bei Nacht.png', make: () => paintPNG(640, 480, night) },
  { owner: 'ada', title: 'Five notes', name: 'five notes.wav', make: () => playWAV([262, 330, 392, 330, 523], 0.6) },
  { owner: 'grace', title: 'Two stones', name: 'stones "2".png', make: () => paintPNG(640, 480, ripples) },
  // A video cannot be made in a few lines: this one is of the demo files.
  {
    owner: 'ada',
    title: 'A clock',
    name: 'часы.webm',
    make: () => readFile(join(__dirname, '../../files/media/clock.webm')),
  },
];

/**
 * Puts people and a few media on a shelf that has none. Of several processes, that which adds the first person does.
 */
export async function seed({ people, catalogue, folder }: Shelf): Promise<void> {
  const added = [];
  for (const [name, password] of Object.entries(PEOPLE)) added.push(await people.add(name, password));
  if (!added[0]) return; // Others may have been faster with the next ones.
  for (const { owner, title, name, make } of SEEDS) {
    const bytes = await make();
    const found = typeOfBytes(bytes);
    if (found === undefined) throw new Error(`${name} is no picture, sound or video.`);
    const { kind, type, extension } = found;
    const path = join(folder.incoming, 'seed');
    await writeFile(path, bytes);
    const file = await folder.keep(path, extension);
    await catalogue.add({ owner, title, name, kind, type, file, bytes: bytes.length });
  }
}

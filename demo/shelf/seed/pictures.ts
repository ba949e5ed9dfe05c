import type { Painter } from './png';

const { abs, hypot, sin } = Math;

/** A sun over the sea. */
export const sunrise: Painter = (x, y) => {
  const sun = hypot((x - 0.5) * 1.33, y - 0.62) < 0.16 && y < 0.66;
  if (sun) return [1, 0.85, 0.45];
  if (y < 0.66) return [0.35 + y * 0.95, 0.25 + y * 0.55, 0.5 + y * 0.1];
  const glitter = abs(x - 0.5) < 0.16 && sin(y * 220 + sin(x * 40) * 2) > 0.6;
  return glitter ? [1, 0.75, 0.5] : [0.2 + (1 - y) * 0.6, 0.2 + (1 - y) * 0.4, 0.42];
};

/** Hills, one behind the other, under a moon. */
export const night: Painter = (x, y) => {
  for (const [index, height] of [0.78, 0.66, 0.55].entries()) {
    const hill = height + 0.07 * sin(x * (5 + index * 2.3) + index * 2) + 0.03 * sin(x * 17 + index);
    if (y > hill) return [0.05 + index * 0.06, 0.09 + index * 0.09, 0.16 + index * 0.12];
  }
  if (hypot((x - 0.76) * 1.33, y - 0.22) < 0.08) return [0.98, 0.96, 0.85];
  const star = abs(sin(x * 911.7) * sin(y * 733.1)) > 0.9992;
  return star ? [1, 1, 1] : [0.1 + y * 0.2, 0.14 + y * 0.25, 0.32 + y * 0.3];
};

const wave = (x: number, y: number): number => sin(hypot(x * 1.33, y) * 70);

/** Waves of two stones in the water. */
export const ripples: Painter = (x, y) => {
  const height = (wave(x - 0.3, y - 0.4) + wave(x - 0.7, y - 0.65)) / 4 + 0.5;
  return [0.05 + height * 0.35, 0.35 + height * 0.45, 0.45 + height * 0.4];
};

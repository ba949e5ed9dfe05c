import type { JSONSchema } from '../../schema/json-schema';
import type { Random } from './random';

/** Common keys of a database first: a request for one of them may find something. */
const INTEGERS = [1, 1, 1, 1, 2, 2, 3, 0, 7, 42, -1, 65_536];
const WORDS = [
  'a',
  'Ada',
  'grace hopper',
  'x1',
  '0',
  'true',
  'Zoë',
  '日本語',
  "O'Neil",
  '<b>&amp;',
  '🦊',
  'a,b;c',
  '-_~.',
];
const HEX = '0123456789abcdef';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A number between the bounds of a schema. */
export function makeNumber(schema: JSONSchema, random: Random): number {
  const isInteger =
    schema['type'] === 'integer' || (Array.isArray(schema['type']) && schema['type'].includes('integer'));
  const step = numberOr(schema['multipleOf'], isInteger ? 1 : 0.5);
  const least = Math.max(
    numberOr(schema['minimum'], -Infinity),
    numberOr(schema['exclusiveMinimum'], -Infinity) + step,
  );
  const most = Math.min(numberOr(schema['maximum'], Infinity), numberOr(schema['exclusiveMaximum'], Infinity) - step);
  const usual = random.pick(INTEGERS.filter((each) => each >= least && each <= most && each % step === 0));
  if (usual !== undefined && random.happens(0.6)) return usual;
  const from = Number.isFinite(least) ? least : Math.min(most, 1000) - 1000;
  const to = Number.isFinite(most) ? most : from + 1000;
  const [first, last] = [Math.ceil(from / step), Math.floor(to / step)];
  const isBound = random.happens(0.2);
  return step * (isBound ? (random.pick([first, last]) ?? first) : random.integer(first, Math.max(first, last)));
}

function numberOr(value: unknown, other: number): number {
  return typeof value === 'number' ? value : other;
}

const FORMATS: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': (random) => `${dateOf(random)}T${timeOf(random)}Z`,
  'date': dateOf,
  'time': (random) => `${timeOf(random)}Z`,
  'duration': (random) => `P${random.integer(1, 9)}D`,
  'email': (random) => `${textOf(LETTERS, 5, random)}@example.com`,
  'hostname': (random) => `${textOf(LETTERS, 5, random)}.example.com`,
  'ipv4': (random) => `192.0.2.${random.integer(0, 255)}`,
  'ipv6': (random) => `2001:db8::${random.integer(1, 9)}`,
  'uri': (random) => `https://example.com/${textOf(LETTERS, 5, random)}`,
  'uri-reference': (random) => `/${textOf(LETTERS, 5, random)}`,
  'uuid': uuidOf,
  'byte': (random) => Buffer.from(textOf(LETTERS, 6, random)).toString('base64'),
  'base64': (random) => Buffer.from(textOf(LETTERS, 6, random)).toString('base64'),
};

/** A text of the format, the pattern or the length of a schema. */
export function makeText({ format, pattern, minLength, maxLength }: JSONSchema, random: Random): string {
  const ofFormat = typeof format === 'string' ? FORMATS[format] : undefined;
  if (ofFormat !== undefined) return ofFormat(random);
  const least = numberOr(minLength, 0);
  const most = numberOr(maxLength, least + 20);
  if (typeof pattern === 'string') return matching(pattern, [least, most], random);
  const word = random.pick(WORDS.filter(({ length }) => length >= least && length <= most));
  if (word !== undefined && random.happens(0.7)) return word;
  return textOf(LETTERS, random.integer(least, most), random);
}

/** One of some usual texts that matches; for other patterns a word, which the caller has to refuse. */
function matching(pattern: string, [least, most]: readonly [number, number], random: Random): string {
  const length = random.integer(Math.max(least, 1), Math.max(most, 1));
  const isMatch = matcher(pattern);
  const candidates = [LETTERS, LETTERS.toUpperCase(), '123456789', HEX, HEX.toUpperCase()].flatMap((alphabet) =>
    [length, 1, 2, 3, 4, 5, 6, 8].map((each) => textOf(alphabet, each, random)),
  );
  return random.pick(candidates.filter(isMatch)) ?? random.pick(WORDS.filter(isMatch)) ?? '';
}

function matcher(pattern: string): (text: string) => boolean {
  try {
    const expression = new RegExp(pattern, 'u');
    return (text) => expression.test(text);
  } catch {
    return () => false;
  }
}

function textOf(alphabet: string, length: number, random: Random): string {
  return Array.from({ length }, () => alphabet.charAt(random.integer(0, alphabet.length - 1))).join('');
}

function uuidOf(random: Random): string {
  const hex = (length: number): string => textOf(HEX, length, random);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}

function dateOf(random: Random): string {
  return `20${twoDigits(random, 0, 49)}-${twoDigits(random, 1, 12)}-${twoDigits(random, 1, 28)}`;
}

function timeOf(random: Random): string {
  return `${twoDigits(random, 0, 23)}:${twoDigits(random, 0, 59)}:${twoDigits(random, 0, 59)}`;
}

function twoDigits(random: Random, least: number, most: number): string {
  return String(random.integer(least, most)).padStart(2, '0');
}

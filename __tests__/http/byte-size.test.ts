import { parseByteSize } from '../../lib/http/byte-size';

it.each([
  [1, 1],
  [102_400, 102_400],
  ['10b', 10],
  ['100kb', 102_400],
  ['100 KB', 102_400],
  ['1.5mb', 1_572_864],
  ['1gb', 1_073_741_824],
])('takes %j', (size, bytes) => {
  expect(parseByteSize(size)).toBe(bytes);
});

it.each([
  0,
  -1,
  1.5,
  NaN,
  Infinity,
  2 ** 60,
  '',
  '0kb',
  '100',
  'kb',
  '-1kb',
  '1kb ',
  '1e3kb',
  '1tb',
  null,
  undefined,
  {},
  [1],
  1n,
])('takes no %p', (size) => {
  expect(parseByteSize(size)).toBeUndefined();
});

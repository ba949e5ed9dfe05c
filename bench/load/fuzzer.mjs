// Malicious and malformed requests for a file: paths that leave the root, invalid ranges and conditions, odd headers.

const PATH_PARTS = [
  ...['file.bin', 'folder', '..', '.', '...', '', '%2e%2e', '%2E.', '%252e%252e', '..%2f', '%5c..%5c', '%00', '\\'],
  ...[
    '.hidden',
    '~',
    'CON',
    'nul.txt',
    'file.bin::$DATA',
    'C:',
    '%c0%ae',
    '%ff',
    '%',
    '*',
    'etc',
    'passwd',
    'x'.repeat(300),
  ],
];
const NUMBERS = [
  '0',
  '1',
  '-1',
  '99',
  '99999',
  '100000',
  '100001',
  '9'.repeat(30),
  '0x10',
  '1.5',
  '1e3',
  '',
  ' ',
  'NaN',
];
// Of a file of 100,000 bytes: positions near its borders, so that most ranges made of them are right, and some just
// not.
const SIZE = 100_000;
const BORDERS = [0, 1, 2, SIZE / 2, SIZE - 2, SIZE - 1, SIZE, SIZE + 1, 10 * SIZE];
const TAGS = ['*', '"x"', 'W/"x"', '""', '"', 'x', '"a", "b"', ', ,', '"\xe9"', '"x'.repeat(500)];
const DATES = ['Tue, 24 Nov 2026 12:00:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', '0', 'yesterday', '9'.repeat(40), ''];
const METHODS = ['GET', 'GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE', 'PROPFIND'];

/** A function that gives the bytes of the next request, as latin1. It is told the validators that the file has. */
export function createFuzzer(random, { etag, 'last-modified': lastModified }) {
  const upTo = (count) => Math.floor(random() * count);
  const pick = (list) => list[upTo(list.length)];
  const many = (most, make) => Array.from({ length: upTo(most + 1) }, make);
  const garbage = () => many(40, () => String.fromCharCode(33 + upTo(94))).join('');

  const path = () => many(6, () => pick(PATH_PARTS)).join('/');
  const range = () => `${pick(NUMBERS)}${pick(['-', '-', '-', '', '--'])}${pick(NUMBERS)}`;
  const ranges = () =>
    `${pick(['bytes=', 'bytes=', 'bytes=', 'bytes', 'items=', ''])}${many(pick([1, 3, 200]), range).join(',')}`;
  const border = () => Math.max(0, pick(BORDERS) + pick([0, 0, -1, 1]));
  const sound = () =>
    pick([
      () => `${border()}-`,
      () => `-${border()}`,
      () => {
        const [first, last] = [border(), border()].sort((a, b) => a - b);
        return `${first}-${last}`;
      },
    ])();
  const tag = () => pick([etag, etag, `W/${etag}`, `"x", ${etag}`, ...TAGS]);
  const date = () => pick([lastModified, lastModified, ...DATES]);
  const soundRange = () =>
    `Range: bytes=${Array.from({ length: pick([1, 1, 1, 2, 3, 60]) }, sound).join(pick([',', ', ', ',,']))}`;
  const conditions = [
    () => `If-Range: ${pick([tag, date])()}`,
    () => `If-Match: ${tag()}`,
    () => `If-None-Match: ${tag()}`,
    () => `If-Modified-Since: ${date()}`,
    () => `If-Unmodified-Since: ${date()}`,
  ];
  const headers = [
    soundRange,
    () => `Range: ${ranges()}`,
    () => `Range: bytes=${pick(NUMBERS)}-`,
    () => `Range: bytes=-${pick(NUMBERS)}`,
    () => `Range: ${garbage()}`,
    ...conditions,
    () => `Accept-Encoding: ${pick(['gzip;q=2', '*;q=0', 'identity;q=0', 'br;q=', ';;;', garbage()])}`,
    () => `X-${upTo(100)}: ${garbage()}`,
  ];
  const headerLines = () =>
    pick([
      () => many(5, () => pick(headers)()),
      // Two ranges or a header that contradicts it would hide what a single one does.
      () => [soundRange(), ...many(1, () => pick(conditions)())],
    ])();
  const target = () =>
    pick([
      // Half of them at a file that is there: only these come as far as ranges and conditions.
      ...Array.from({ length: 6 }, () => () => '/file'),
      () => `/file?path=${path()}`,
      () => `/file?path=${encodeURIComponent(garbage())}`,
      () => `/file?path[]=${path()}&path[]=x`,
      () => `/file?path[__proto__]=x`,
      () => `/quick/${path()}`,
      () => `/${path()}`,
    ])();

  return () =>
    [
      `${pick(METHODS)} ${target().replaceAll(' ', '%20')} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Connection: close',
      ...headerLines(),
      '\r\n',
    ].join('\r\n');
}

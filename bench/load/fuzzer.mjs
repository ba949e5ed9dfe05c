// Requests for a file as nobody should send them: paths that climb, ranges and conditions without sense, odd headers.

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
const TAGS = ['*', '"x"', 'W/"x"', '""', '"', 'x', '"a", "b"', ', ,', '"\xe9"', '"x'.repeat(500)];
const DATES = ['Tue, 24 Nov 2026 12:00:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', '0', 'yesterday', '9'.repeat(40), ''];
const METHODS = ['GET', 'GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE', 'PROPFIND'];

/** A function that gives the bytes of the next request, as latin1. */
export function createFuzzer(random) {
  const upTo = (count) => Math.floor(random() * count);
  const pick = (list) => list[upTo(list.length)];
  const many = (most, make) => Array.from({ length: upTo(most + 1) }, make);
  const garbage = () => many(40, () => String.fromCharCode(33 + upTo(94))).join('');

  const path = () => many(6, () => pick(PATH_PARTS)).join('/');
  const range = () => `${pick(NUMBERS)}${pick(['-', '-', '-', '', '--'])}${pick(NUMBERS)}`;
  const ranges = () =>
    `${pick(['bytes=', 'bytes=', 'bytes=', 'bytes', 'items=', ''])}${many(pick([1, 3, 200]), range).join(',')}`;
  const headers = [
    () => `Range: ${ranges()}`,
    () => `Range: bytes=${pick(NUMBERS)}-`,
    () => `Range: bytes=-${pick(NUMBERS)}`,
    () => `Range: ${garbage()}`,
    () => `If-Range: ${pick([...TAGS, ...DATES])}`,
    () => `If-Match: ${pick(TAGS)}`,
    () => `If-None-Match: ${pick(TAGS)}`,
    () => `If-Modified-Since: ${pick(DATES)}`,
    () => `If-Unmodified-Since: ${pick(DATES)}`,
    () => `Accept-Encoding: ${pick(['gzip;q=2', '*;q=0', 'identity;q=0', 'br;q=', ';;;', garbage()])}`,
    () => `X-${upTo(100)}: ${garbage()}`,
  ];
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
      ...many(5, () => pick(headers)()),
      '\r\n',
    ].join('\r\n');
}

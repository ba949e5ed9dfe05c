import type { FileInit } from 'express-returns';

/** One request of a file, and what RFC 9110 says of it. */
export interface Vector {
  /** The section of RFC 9110. */
  readonly section: string;
  /** `GET` where it has none. The letters of the alphabet where it has no file. */
  readonly method?: string;
  readonly file?: 'letters.txt' | 'empty.txt' | 'future.txt';
  /**
   * `{tag}` is the entity tag that the server gives, `{strong}` and `{weak}` the same as a strong and as a weak one;
   * `{date}` is the Last-Modified, `{before}` and `{after}` an hour from it.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** A status, and for a 206 the positions of its parts. */
  readonly reply: string;
  readonly init?: FileInit;
  /** The same, as `res.sendFile` takes it. */
  readonly options?: object;
}

const given = (section: string, headers: Readonly<Record<string, string>>, reply: string): Vector => ({
  section,
  headers,
  reply,
});

const range = (section: string, value: string, reply: string): Vector => given(section, { Range: value }, reply);

const SINGLE: readonly Vector[] = [
  range('14.1.2', 'bytes=0-4', '206 0-4'),
  range('14.1.2', 'bytes=0-0', '206 0-0'),
  range('14.1.2', 'bytes=25-25', '206 25-25'),
  range('14.1.2', 'bytes=10-19', '206 10-19'),
  range('14.1.2', 'bytes=0-25', '206 0-25'),
  range('14.1.2', 'bytes=20-', '206 20-25'),
  range('14.1.2', 'bytes=0-', '206 0-25'),
  range('14.1.2', 'bytes=25-', '206 25-25'),
  range('14.1.2', 'bytes=-1', '206 25-25'),
  range('14.1.2', 'bytes=-5', '206 21-25'),
  range('14.1.2', 'bytes=-26', '206 0-25'),
  range('14.1.2', 'bytes=-27', '206 0-25'),
  range('14.1.2', 'bytes=-500', '206 0-25'),
  range('14.1.2', `bytes=-${'9'.repeat(30)}`, '206 0-25'),
  range('14.1.2', 'bytes=20-26', '206 20-25'),
  range('14.1.2', 'bytes=20-1000', '206 20-25'),
  range('14.1.2', `bytes=0-${'9'.repeat(30)}`, '206 0-25'),
  range('14.1.2', 'bytes=00020-00022', '206 20-22'),
  range('14.1', 'Bytes=0-4', '206 0-4'),
  range('14.1', 'BYTES=0-4', '206 0-4'),
  range('15.5.17', 'bytes=26-', '416'),
  range('15.5.17', 'bytes=26-30', '416'),
  range('15.5.17', 'bytes=1000-', '416'),
  range('15.5.17', `bytes=${'9'.repeat(30)}-`, '416'),
  range('15.5.17', 'bytes=-0', '416'),
  range('15.5.17', 'bytes=26-, 30-, -0', '416'),
];

const IGNORED: readonly Vector[] = [
  range('14.2', '', '200'),
  range('14.2', 'bytes', '200'),
  range('14.2', 'bytes=', '200'),
  range('14.2', 'bytes=-', '200'),
  range('14.2', 'bytes=,', '200'),
  range('14.2', 'bytes=a-b', '200'),
  range('14.2', 'bytes=0-b', '200'),
  range('14.2', 'bytes=a-4', '200'),
  range('14.2', 'bytes=5-2', '200'),
  range('14.2', 'bytes=0', '200'),
  range('14.2', 'bytes=--5', '200'),
  range('14.2', 'bytes=0--5', '200'),
  range('14.2', 'bytes=0-1-2', '200'),
  range('14.2', 'bytes=+0-4', '200'),
  range('14.2', 'bytes=0x0-0x5', '200'),
  range('14.2', 'bytes=1.5-3', '200'),
  range('14.2', 'bytes=1e1-', '200'),
  range('14.2', 'bytes=0 - 4', '200'),
  range('14.2', 'bytes 0-4', '200'),
  range('14.2', 'bytes: 0-4', '200'),
  range('14.2', 'bytes =0-4', '200'),
  range('14.2', 'bytes=0-4;5-6', '200'),
  range('14.2', 'bytes=0-4, x', '200'),
  range('14.2', 'bytes=x, 0-4', '200'),
  range('14.2', 'bytes=0-4, 9-7', '200'),
  range('14.2', 'bytes=0-1, bytes=3-4', '200'),
  range('14.2', 'bytes=\u00a00-4', '200'),
  range('14.2', 'bytes=\u00b2-4', '200'),
  range('14.1', 'items=0-4', '200'),
  range('14.1', 'seconds=0-4', '200'),
  range('14.1', 'none', '200'),
];

const SEVERAL: readonly Vector[] = [
  range('14.6', 'bytes=0-0,25-25', '206 0-0,25-25'),
  range('14.6', 'bytes=0-1, 4-5, 8-9', '206 0-1,4-5,8-9'),
  range('14.6', 'bytes=0-0,-1', '206 0-0,25-25'),
  range('14.6', 'bytes=20-,0-1', '206 20-25,0-1'),
  range('15.3.7.2', 'bytes=-1,0-0', '206 25-25,0-0'),
  range('15.3.7.2', 'bytes=0-4,2-6', '206 0-6'),
  range('15.3.7.2', 'bytes=0-4,5-9', '206 0-9'),
  range('15.3.7.2', 'bytes=5-9,0-4', '206 0-9'),
  range('15.3.7.2', 'bytes=0-25,0-25,0-25', '206 0-25'),
  range('15.3.7.2', 'bytes=0-,5-,10-', '206 0-25'),
  range('15.3.7.2', 'bytes=8-9,0-1,1-2', '206 8-9,0-2'),
  range('15.3.7.2', 'bytes=0-1,3-4,2-2', '206 0-4'),
  range('15.3.7.2', 'bytes=0-1,30-40', '206 0-1'),
  range('15.3.7.2', 'bytes=30-,-1', '206 25-25'),
  range('15.3.7.2', 'bytes=0-1,30-,4-5', '206 0-1,4-5'),
  range('5.6.1.2', 'bytes=0-1,', '206 0-1'),
  range('5.6.1.2', 'bytes=,0-1', '206 0-1'),
  range('5.6.1.2', 'bytes=0-1 ,\t4-5', '206 0-1,4-5'),
  range('5.6.1.2', 'bytes=0-1,,4-5', '206 0-1,4-5'),
  range('17.15', `bytes=${Array.from({ length: 60 }, () => '0-').join(',')}`, '206 0-25'),
];

const CONDITIONS: readonly Vector[] = [
  given('13.1.1', { 'If-Match': '{strong}' }, '200'),
  given('13.1.1', { 'If-Match': '"x", {strong}' }, '200'),
  given('13.1.1', { 'If-Match': '"x",{strong},"y"' }, '200'),
  given('13.1.1', { 'If-Match': '*' }, '200'),
  given('13.1.1', { 'If-Match': '"x"' }, '412'),
  given('13.1.1', { 'If-Match': '{weak}' }, '412'),
  given('13.1.1', { 'If-Match': 'x' }, '412'),
  given('13.1.1', { 'If-Match': '' }, '412'),
  given('13.1.2', { 'If-None-Match': '{tag}' }, '304'),
  given('13.1.2', { 'If-None-Match': '{strong}' }, '304'),
  given('13.1.2', { 'If-None-Match': '{weak}' }, '304'),
  given('13.1.2', { 'If-None-Match': '"x", {tag}' }, '304'),
  given('13.1.2', { 'If-None-Match': '"x",{tag}' }, '304'),
  given('13.1.2', { 'If-None-Match': '"a,b",{tag}' }, '304'),
  given('13.1.2', { 'If-None-Match': '*' }, '304'),
  given('13.1.2', { 'If-None-Match': '"x"' }, '200'),
  given('13.1.2', { 'If-None-Match': 'x' }, '200'),
  given('13.1.2', { 'If-None-Match': '' }, '200'),
  given('13.1.2', { 'If-None-Match': '"{strong}"' }, '200'),
  given('13.1.3', { 'If-Modified-Since': '{date}' }, '304'),
  given('13.1.3', { 'If-Modified-Since': '{after}' }, '304'),
  given('13.1.3', { 'If-Modified-Since': '{before}' }, '200'),
  given('13.1.3', { 'If-Modified-Since': 'Friday, 02-Jan-26 03:04:05 GMT' }, '304'),
  given('13.1.3', { 'If-Modified-Since': 'Fri Jan  2 03:04:05 2026' }, '304'),
  given('5.6.7', { 'If-Modified-Since': 'tomorrow' }, '200'),
  given('5.6.7', { 'If-Modified-Since': '2100' }, '200'),
  given('5.6.7', { 'If-Modified-Since': '2100-01-01T00:00:00Z' }, '200'),
  given('5.6.7', { 'If-Modified-Since': 'Fri, 32 Jan 2100 00:00:00 GMT' }, '200'),
  given('13.1.4', { 'If-Unmodified-Since': '{date}' }, '200'),
  given('13.1.4', { 'If-Unmodified-Since': '{after}' }, '200'),
  given('13.1.4', { 'If-Unmodified-Since': '{before}' }, '412'),
  given('13.1.4', { 'If-Unmodified-Since': 'yesterday' }, '200'),
  given('13.1.4', { 'If-Unmodified-Since': '1990' }, '200'),
  given('13.2.2', { 'If-Match': '{strong}', 'If-Unmodified-Since': '{before}' }, '200'),
  given('13.2.2', { 'If-Match': '"x"', 'If-Unmodified-Since': '{after}' }, '412'),
  given('13.2.2', { 'If-None-Match': '"x"', 'If-Modified-Since': '{after}' }, '200'),
  given('13.2.2', { 'If-None-Match': '{tag}', 'If-Modified-Since': '{before}' }, '304'),
  given('13.2.2', { 'If-Match': '"x"', 'If-None-Match': '{tag}' }, '412'),
  given('13.2.2', { 'If-Match': '{strong}', 'If-None-Match': '{tag}' }, '304'),
  given('13.2.2', { 'If-Match': '*', 'If-Modified-Since': '{date}' }, '304'),
  given('13.2.2', { 'If-Unmodified-Since': '{before}', 'If-Modified-Since': '{date}' }, '412'),
  given('13.2.2', { 'If-None-Match': '{tag}', 'Range': 'bytes=0-4' }, '304'),
  given('13.2.2', { 'If-None-Match': '"x"', 'Range': 'bytes=0-4' }, '206 0-4'),
  given('13.2.2', { 'If-Match': '"x"', 'Range': 'bytes=0-4' }, '412'),
  given('13.2.2', { 'If-Match': '{strong}', 'Range': 'bytes=0-4' }, '206 0-4'),
  given('13.2.2', { 'If-Match': '"x"', 'Range': 'bytes=99-' }, '412'),
  given('13.2.2', { 'If-None-Match': '{tag}', 'Range': 'bytes=99-' }, '304'),
  given('13.1.2', { 'If-None-Match': '{tag}', 'Cache-Control': 'no-cache' }, '304'),
  given('13.1.3', { 'If-Modified-Since': '{date}', 'Cache-Control': 'max-age=0' }, '304'),
];

const IF_RANGE: readonly Vector[] = [
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': '{tag}' }, '206 0-4'),
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': '{strong}' }, '206 0-4'),
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': '{weak}' }, '200'),
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': '"x"' }, '200'),
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': '"x", {tag}' }, '200'),
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': 'x' }, '200'),
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': '*' }, '200'),
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': '{date}' }, '206 0-4'),
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': '{before}' }, '200'),
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': '{after}' }, '200'),
  given('13.1.5', { 'Range': 'bytes=0-4', 'If-Range': '2100' }, '200'),
  given('13.1.5', { 'Range': 'bytes=0-1,4-5', 'If-Range': '{tag}' }, '206 0-1,4-5'),
  given('13.1.5', { 'Range': 'bytes=99-', 'If-Range': '"x"' }, '200'),
  given('13.1.5', { 'Range': 'bytes=99-', 'If-Range': '{tag}' }, '416'),
  given('13.1.5', { 'Range': 'bytes=x', 'If-Range': '{tag}' }, '200'),
  given('13.1.5', { 'If-Range': '"x"' }, '200'),
];

const METHODS: readonly Vector[] = [
  { section: '9.3.1', headers: {}, reply: '200' },
  { section: '9.3.2', method: 'HEAD', headers: {}, reply: '200' },
  { section: '14.2', method: 'HEAD', headers: { Range: 'bytes=0-4' }, reply: '200' },
  { section: '14.2', method: 'HEAD', headers: { Range: 'bytes=99-' }, reply: '200' },
  { section: '14.2', method: 'HEAD', headers: { 'Range': 'bytes=0-4', 'If-Range': '{tag}' }, reply: '200' },
  { section: '13.1.2', method: 'HEAD', headers: { 'If-None-Match': '{tag}' }, reply: '304' },
  { section: '13.1.3', method: 'HEAD', headers: { 'If-Modified-Since': '{date}' }, reply: '304' },
  { section: '13.1.1', method: 'HEAD', headers: { 'If-Match': '"x"' }, reply: '412' },
  { section: '14.2', method: 'POST', headers: { Range: 'bytes=0-4' }, reply: '200' },
  { section: '13.2.1', method: 'POST', headers: { 'If-None-Match': '{tag}' }, reply: '200' },
  { section: '13.1.3', method: 'POST', headers: { 'If-Modified-Since': '{date}' }, reply: '200' },
];

const FILES: readonly Vector[] = [
  { section: '8.6', file: 'empty.txt', headers: {}, reply: '200' },
  { section: '9.3.2', file: 'empty.txt', method: 'HEAD', headers: {}, reply: '200' },
  { section: '14.1.2', file: 'empty.txt', headers: { Range: 'bytes=0-' }, reply: '416' },
  { section: '14.1.2', file: 'empty.txt', headers: { Range: 'bytes=0-0' }, reply: '416' },
  { section: '14.1.2', file: 'empty.txt', headers: { Range: 'bytes=-5' }, reply: '200' },
  { section: '13.1.2', file: 'empty.txt', headers: { 'If-None-Match': '{tag}' }, reply: '304' },
  { section: '8.8.2.1', file: 'future.txt', headers: {}, reply: '200' },
];

const OPTIONS: readonly Vector[] = [
  { section: '14.3', headers: {}, reply: '200', init: { partial: false }, options: { acceptRanges: false } },
  {
    section: '14.3',
    headers: { Range: 'bytes=0-4' },
    reply: '200',
    init: { partial: false },
    options: { acceptRanges: false },
  },
  { section: '8.8.3', headers: {}, reply: '200', init: { etag: false }, options: { etag: false } },
  {
    section: '13.1.1',
    headers: { 'If-Match': '"x"' },
    reply: '412',
    init: { etag: false },
    options: { etag: false },
  },
  {
    section: '13.1.5',
    headers: { 'Range': 'bytes=0-4', 'If-Range': '{date}' },
    reply: '206 0-4',
    init: { etag: false },
    options: { etag: false },
  },
  { section: '8.8.2', headers: {}, reply: '200', init: { lastModified: false }, options: { lastModified: false } },
  {
    section: '13.1.4',
    headers: { 'If-Unmodified-Since': '{before}' },
    reply: '200',
    init: { lastModified: false },
    options: { lastModified: false },
  },
  {
    section: '13.1.3',
    headers: { 'If-Modified-Since': '{date}' },
    reply: '200',
    init: { lastModified: false },
    options: { lastModified: false },
  },
  {
    section: '13.2.1',
    headers: { 'If-None-Match': '{tag}' },
    reply: '404 with the file',
    init: { status: 404 },
  },
  { section: '13.2.1', headers: { 'If-Match': '"x"' }, reply: '404 with the file', init: { status: 404 } },
  { section: '14.2', headers: { Range: 'bytes=0-4' }, reply: '404 with the file', init: { status: 404 } },
  { section: '14.2', headers: { Range: 'bytes=0-4' }, reply: '203', init: { status: 203 } },
  { section: '13.2.1', headers: { 'If-None-Match': '{tag}' }, reply: '304', init: { status: 203 } },
];

export const vectors: readonly Vector[] = [
  ...SINGLE,
  ...IGNORED,
  ...SEVERAL,
  ...CONDITIONS,
  ...IF_RANGE,
  ...METHODS,
  ...FILES,
  ...OPTIONS,
];

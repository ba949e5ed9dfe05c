import zlib from 'node:zlib';
import type { Request, Response } from 'express';
import { codedHead, codedTag, codingFor, mayBeCoded } from '../../../lib/writers/compression/content-coding';

const asking = (accepted?: string): Request => ({ get: () => accepted }) as unknown as Request;
const having = (said: Record<string, string> = {}): Response =>
  ({ getHeader: (name: string) => said[name] }) as unknown as Response;
const html = { 'content-type': 'text/html; charset=utf-8' };
const image = { 'content-type': 'image/png' };

const nameFor = (
  accepted: string | undefined,
  headers: Record<string, string> = html,
  length: number | undefined = 5000,
  status = 200,
  said: Record<string, string> = {},
): string | undefined => codingFor({ status, headers }, asking(accepted), having(said), length)?.name;

const hasZstd = 'createZstdCompress' in zlib;

describe('codingFor', () => {
  it.each([
    [undefined, undefined],
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['deflate', 'deflate'],
    ['*', 'br'],
    ['zstd', hasZstd ? 'zstd' : undefined],
    ['zstd, gzip', hasZstd ? 'zstd' : 'gzip'],
    ['identity', undefined],
    ['compress', undefined],
  ])('%s: %s', (accepted, coding) => {
    expect(nameFor(accepted)).toBe(coding);
  });

  it.each<[string, Parameters<typeof nameFor>, string | undefined]>([
    ['1,023 bytes', ['gzip', html, 1023], undefined],
    ['1,024 bytes', ['gzip', html, 1024], 'gzip'],
    ['a type that does not get smaller', ['gzip', image], undefined],
    ['no type', ['gzip', {}], undefined],
    ['a type that middleware has set', ['gzip', {}, 5000, 200, html], 'gzip'],
    ['a short body for who refuses it plain', ['gzip, identity;q=0', html, 3], 'gzip'],
    ['an image for who refuses it plain', ['gzip, *;q=0', image], 'gzip'],
    ['nothing that is accepted', ['identity;q=0', html], undefined],
    ['no-transform for who refuses it plain', ['gzip, *;q=0', { ...html, 'cache-control': 'no-transform' }], undefined],
    ['204', ['gzip', html, 5000, 204], undefined],
    ['205', ['gzip', html, 5000, 205], undefined],
    ['206', ['gzip', html, 5000, 206], undefined],
    ['304', ['gzip', html, 5000, 304], undefined],
    ['404', ['gzip', html, 5000, 404], 'gzip'],
  ])('%s', (_what, given, coding) => {
    expect(nameFor(...given)).toBe(coding);
  });

  it('works without a length', () => {
    expect(codingFor({ status: 200, headers: html }, asking('gzip'), having(), undefined)?.name).toBe('gzip');
  });

  it.each(hasZstd ? ['br', 'zstd', 'gzip', 'deflate'] : ['br', 'gzip', 'deflate'])('makes %s', async (accepted) => {
    const coding = codingFor({ status: 200, headers: html }, asking(accepted), having(), 5000);
    const zip = coding?.create();
    zip?.end('hello');
    const chunks: Buffer[] = [];
    for await (const chunk of zip ?? []) chunks.push(chunk as Buffer);
    const decoders: Record<string, string> = {
      br: 'brotliDecompressSync',
      zstd: 'zstdDecompressSync',
      gzip: 'gunzipSync',
      deflate: 'inflateSync',
    };
    const decode = Reflect.get(zlib, decoders[accepted] ?? '') as (bytes: Buffer) => Buffer;

    expect(decode(Buffer.concat(chunks)).toString()).toBe('hello');
  });
});

describe('mayBeCoded', () => {
  it.each([
    [{}, true],
    [{ 'cache-control': 'public, max-age=60' }, true],
    [{ 'cache-control': 'public, No-Transform' }, false],
    [{ 'content-encoding': 'gzip' }, false],
    [{ 'content-range': 'bytes 0-1/2' }, false],
    [{ 'content-digest': 'sha-256=:AA==:' }, false],
    [{ 'repr-digest': 'sha-256=:AA==:' }, false],
  ])('%j, of the response or of middleware: %s', (headers, expected) => {
    expect(mayBeCoded({ status: 200, headers }, having())).toBe(expected);
    expect(mayBeCoded({ status: 200, headers: {} }, having(headers))).toBe(expected);
  });
});

describe('codedHead', () => {
  const head = { status: 200, cookies: [], headers: { 'etag': '"a"', 'vary': 'Origin', 'content-length': '5' } };

  it('varies, also where the body stays plain', () => {
    expect(codedHead(head, undefined).headers).toEqual({
      ...head.headers,
      vary: 'Origin, Accept-Encoding',
    });
  });

  it('names the coding, with a tag of its own and without a length', () => {
    expect(codedHead(head, 'br').headers).toEqual({
      'content-encoding': 'br',
      'etag': 'W/"a-br"',
      'vary': 'Origin, Accept-Encoding',
    });
  });
});

describe('codedTag', () => {
  it.each([
    ['"a"', false, 'W/"a-br"'],
    ['W/"a"', false, 'W/"a-br"'],
    ['"a"', true, '"a-br"'],
    ['W/"a"', true, 'W/"a-br"'],
    ['""', true, '"-br"'],
  ])('%s, stored %s: %s', (etag, isStored, coded) => {
    expect(codedTag(etag, 'br', isStored)).toBe(coded);
  });
});

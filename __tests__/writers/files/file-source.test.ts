import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import express from 'express';
import { File, returns } from 'express-returns';
import type { HTTPError } from '../../../lib/http/http-error';
import { fileSource, readAtOnce } from '../../../lib/writers/files/file-source';
import { SMALL } from '../../../lib/writers/read-buffers';
import { openInside } from '../../../lib/writers/files/open-inside';
import { lengthOf, type Segment } from '../../../lib/writers/parts';
import { keepErrors, withServer } from '../../helpers/app';
import { makeEntry, makeTree } from '../../helpers/tree';

const MIB = 1024 * 1024;
const CHUNK = 256 * 1024;
const chunks = { size: CHUNK, take: (length: number) => Buffer.alloc(length) };
const { root, remove } = makeTree({});
afterAll(remove);
const path = join(root, 'big.bin');
const content = Buffer.alloc(MIB, (() => 'abcdefgh'.repeat(13))());
const descriptors = (): number => readdirSync('/proc/self/fd').length;

beforeEach(() => {
  rmSync(path, { recursive: true, force: true });
  makeEntry(path, content);
});

/** Reads segments to the end; `meanwhile` happens after the first chunk. */
async function read(segments: readonly Segment[], meanwhile: () => void = () => undefined): Promise<Buffer> {
  const file = await openInside(root, 'big.bin', {});
  const source = fileSource(file, segments, chunks);
  try {
    const read: Buffer[] = [];
    for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) {
      if (read.push(chunk) === 1) meanwhile();
    }
    return Buffer.concat(read);
  } finally {
    file.close();
  }
}

const whole: readonly Segment[] = [{ first: 0, last: MIB - 1 }];

describe('fileSource', () => {
  it('reads what lies between bytes of our own', async () => {
    const segments = [Buffer.from('<'), { first: 8, last: 10 }, Buffer.from('|'), { first: MIB - 2, last: MIB - 1 }];

    expect((await read(segments)).toString()).toBe(`<abc|${content.subarray(-2).toString()}`);
    expect(lengthOf(segments)).toBe(7);
  });

  it('reads nothing of nothing', async () => {
    expect(await read([])).toHaveLength(0);
    expect(lengthOf([])).toBe(0);
  });

  it.each<[string, () => void]>([
    ['nothing happens', () => undefined],
    ['it vanishes', () => rmSync(path)],
    [
      'it is replaced',
      () => {
        writeFileSync(`${path}.new`, 'other'.repeat(MIB));
        renameSync(`${path}.new`, path);
      },
    ],
    [
      'a folder takes its place',
      () => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
    ['it grows', () => appendFileSync(path, 'more')],
  ])('reads the file as it was opened when %s', async (_what, meanwhile) => {
    expect((await read(whole, meanwhile)).equals(content)).toBe(true);
  });

  it.each<[string, () => void]>([
    ['it shrinks', () => truncateSync(path, MIB / 2)],
    ['it is emptied', () => truncateSync(path, 0)],
    ['it shrinks by its last byte', () => truncateSync(path, MIB - 1)],
    [
      'it is written over',
      () => {
        writeFileSync(path, Buffer.alloc(MIB, 'x'));
      },
    ],
    [
      'it is written over with a time that was before',
      () => {
        writeFileSync(path, Buffer.alloc(MIB, 'x'));
        utimesSync(path, new Date(0), new Date(0));
      },
    ],
  ])('fails when %s', async (_what, meanwhile) => {
    await expect(read(whole, meanwhile)).rejects.toMatchObject({
      status: 503,
      message: 'Service Unavailable',
      cause: { message: 'The file was changed while it was being sent.' },
    });
  });

  it('closes the file while it reads, and only when that read is over', async () => {
    const before = descriptors();
    const file = await openInside(root, 'big.bin', {});
    const source = fileSource(file, whole, chunks);
    const chunk = source.next();
    source.close();
    source.close();
    file.close();

    // A second close of Node's handle settles at once, while the first one still closes.
    while (descriptors() > before) await new Promise(setImmediate);
    expect((await chunk)?.equals(content.subarray(0, CHUNK))).toBe(true);
    expect(await source.next()).toBeUndefined();
  });
});

describe('readAtOnce', () => {
  const readOf = async (segments: readonly Segment[], meanwhile: () => void = () => undefined) => {
    const file = await openInside(root, 'big.bin', {});
    meanwhile();
    try {
      return await readAtOnce(file, segments);
    } finally {
      file.close();
    }
  };

  it('reads one short part', async () => {
    expect((await readOf([{ first: 8, last: 10 }]))?.toString()).toBe('abc');
    expect((await readOf([{ first: 0, last: SMALL - 1 }]))?.equals(content.subarray(0, SMALL))).toBe(true);
  });

  it('leaves to a source what one read does not give', async () => {
    for (const segments of [[], [{ first: 0, last: SMALL }], [Buffer.from('<'), { first: 0, last: 1 }]])
      expect(await readOf(segments)).toBeUndefined();
    expect(await readOf([{ first: 0, last: 99 }], () => truncateSync(path, 50))).toBeUndefined();
  });
});

describe('a File that is being sent', () => {
  /** Asks for the file, and does something when the head has come; gives what came of the body. */
  function download(
    port: number,
    meanwhile: (reply: http.IncomingMessage) => void,
  ): Promise<{ body: Buffer; isWhole: boolean }> {
    return new Promise((resolve, reject) => {
      http
        .get({ port, host: '127.0.0.1', path: '/it', agent: false }, (reply) => {
          const chunks: Buffer[] = [];
          meanwhile(reply);
          reply.on('data', (chunk: Buffer) => chunks.push(chunk));
          reply.on('error', () => undefined);
          reply.on('close', () => {
            resolve({ body: Buffer.concat(chunks), isWhole: reply.complete });
          });
        })
        .on('error', reject);
    });
  }

  // More than the sockets and their buffers hold, so that the end is still to be read when the head has come.
  const size = 16 * MIB;
  const large = Buffer.alloc(size, 'abcdefg');

  async function sent(meanwhile: (reply: http.IncomingMessage) => void) {
    makeEntry(path, large);
    const app = express().get(
      '/it',
      returns(() => new File('big.bin', { root })),
    );
    const errors = keepErrors(app);
    const before = descriptors();
    const reply = await withServer(app, (port) => download(port, meanwhile));
    while (descriptors() > before) await new Promise(setImmediate);
    return { ...reply, errors };
  }

  it.each<[string, () => void]>([
    ['shrinks', () => truncateSync(path, MIB)],
    ['is written over', () => writeFileSync(path, Buffer.alloc(size, 'x'))],
  ])('breaks the connection when it %s, and tells it once', async (_what, meanwhile) => {
    const { body, isWhole, errors } = await sent(meanwhile);

    expect(isWhole).toBe(false);
    expect(body.length).toBeLessThan(size);
    expect(errors.map((error) => (error as HTTPError).status)).toEqual([503]);
  });

  it('arrives as it was when it is replaced', async () => {
    const { body, isWhole, errors } = await sent(() => {
      writeFileSync(`${path}.new`, 'other');
      renameSync(`${path}.new`, path);
    });

    expect([isWhole, body.equals(large), errors]).toEqual([true, true, []]);
    expect(statSync(path).size).toBe(5);
  });

  it('is closed without an error when the client disconnects', async () => {
    const { isWhole, errors } = await sent((reply) => reply.destroy());

    expect([isWhole, errors]).toEqual([false, []]);
  });
});

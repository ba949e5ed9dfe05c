import fs, { existsSync, linkSync, readdirSync, realpathSync, statSync } from 'node:fs';
import fsp from 'node:fs/promises';
import net from 'node:net';
import { join, sep } from 'node:path';
import fc, { runs } from '../../helpers/fast-check';
import type { HTTPError } from '../../../lib/http/http-error';
import { openInside } from '../../../lib/writers/files/open-inside';
import { makeEntry, makeTree, makeUnreadable, type Entry } from '../../helpers/tree';

const SECRET = 'secret';
const { root, remove } = makeTree({
  'a.txt': 'hello',
  'folder/b.txt': 'below',
  'folder/deep/c.txt': 'deep',
  '100%25.txt': 'percent',
  '日本語.txt': 'unicode',
  '.env': SECRET,
  '.git/config': SECRET,
  'folder/.htpasswd': SECRET,
  '../secret.txt': SECRET,
  '../media-beside/secret.txt': SECRET,
  '../outside/secret.txt': SECRET,
  'fifo': { fifo: true },
  'folder/fifo': { fifo: true },
  'empty-folder': { folder: true },
  'inside.txt': { link: 'a.txt' },
  'inside-folder': { link: 'folder/deep' },
  'round.txt': { link: '../media/a.txt' },
  'link.txt': { link: '../secret.txt' },
  'link-of-link.txt': { link: 'link.txt' },
  'link-folder': { link: '../outside' },
  'link-up': { link: '..' },
  'link-root': { link: '/' },
  'link-beside': { link: '../media-beside' },
  'link-fifo': { link: 'fifo' },
  'link-device': { link: '/dev/zero' },
  'link-proc': { link: '/proc/self/environ' },
  'link-fd': { link: '/proc/self/fd/0' },
  'dangling': { link: 'nowhere' },
  'loop': { link: 'loop' },
  'loop-a': { link: 'loop-b' },
  'loop-b': { link: 'loop-a' },
});
const base = join(root, '..');
const descriptors = (): number => readdirSync('/proc/self/fd').length;
/** Descriptors are closed without anybody waiting for it. */
const closed = async (before: number): Promise<void> => {
  while (descriptors() > before) await new Promise(setImmediate);
};

let socket: net.Server;
beforeAll(async () => {
  linkSync(join(root, 'a.txt'), join(root, 'hard.txt'));
  socket = net.createServer().listen(join(root, 'socket'));
  await new Promise((resolve) => socket.once('listening', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => socket.close(resolve));
  remove();
});

async function contentOf(path: string, rules = {}, folder = root): Promise<string> {
  const file = await openInside(folder, path, rules);
  try {
    return (await file.read(Buffer.alloc(file.size + 1), 0, file.size + 1)).toString();
  } finally {
    file.close();
  }
}

/** The status of the refusal; the content where there is none. */
async function outcome(path: string, rules = {}, folder = root): Promise<unknown> {
  return contentOf(path, rules, folder).catch((error: unknown) => (error as HTTPError).status);
}

describe('openInside', () => {
  it.each([
    ['a.txt', 'hello'],
    ['./a.txt', 'hello'],
    ['folder/b.txt', 'below'],
    ['folder//b.txt', 'below'],
    ['folder/./deep/c.txt', 'deep'],
    ['100%25.txt', 'percent'],
    ['日本語.txt', 'unicode'],
    ['inside.txt', 'hello'],
    ['inside-folder/c.txt', 'deep'],
    ['round.txt', 'hello'],
    ['hard.txt', 'hello'],
  ])('opens a file inside the root: %s', async (path, content) => {
    expect(await contentOf(path)).toBe(content);
  });

  // The corpus of attacks. None may give the secret, none may be anything but a 404, none may leave a descriptor open.
  // prettier-ignore
  const attacks = [
    // Climbing.
    '..', '../', '../secret.txt', '../../etc/passwd', '../media/a.txt', '../media-beside/secret.txt',
    'folder/../../secret.txt', 'folder/../a.txt', 'folder/..', './../secret.txt', 'folder/deep/../../../secret.txt',
    '..//secret.txt', '.././secret.txt', 'nowhere/../../secret.txt', 'a.txt/../../secret.txt',
    'link-folder/../secret.txt', `${'../'.repeat(60)}etc/passwd`, `${'folder/../'.repeat(60)}../secret.txt`,
    // Absolute, other roots, schemes.
    '/etc/passwd', '//etc/passwd', '/', join(base, 'secret.txt'), join(root, 'a.txt'), 'file:///etc/passwd',
    'http://127.0.0.1/', '~/.bashrc', '~root/.bashrc', 'C:/Windows/win.ini', 'C:\\Windows\\win.ini', 'C:secret.txt',
    '//server/share/secret.txt', '\\\\server\\share\\secret.txt', '\\\\?\\C:\\secret.txt', '\\\\.\\pipe\\x',
    // Encodings: a path is a path.
    '%2e%2e/secret.txt', '%2e%2e%2fsecret.txt', '..%2fsecret.txt', '..%5csecret.txt', '%252e%252e/secret.txt',
    '..%c0%afsecret.txt', '%c0%ae%c0%ae/secret.txt', '..%00/secret.txt', 'a.txt%00.png', '%2fetc%2fpasswd',
    '..;/secret.txt', '..%u2215secret.txt', '\uff0e\uff0e/secret.txt', '\u2025/secret.txt', '..\u2215secret.txt',
    '..\u2044secret.txt', '..\uff0fsecret.txt', '.\u200b./secret.txt', '.\u00ad./secret.txt', '&#46;&#46;/secret.txt',
    // Backslashes.
    '..\\secret.txt', '..\\..\\etc\\passwd', 'folder\\..\\..\\secret.txt', 'folder\\b.txt', '\\secret.txt', '..\\/secret.txt',
    // NUL, control characters, halves of characters.
    '\0', 'a.txt\0', 'a.txt\0.png', '\0../secret.txt', '../secret.txt\0a.txt', 'a.txt\n', 'a.txt\r\nX: 1', '\ud800', 'a\udc00.txt',
    '../secret.txt\u202egpj',
    // Dotfiles.
    '.env', './.env', '.git/config', '.git', 'folder/.htpasswd', '...', '.../a.txt', '....//secret.txt', '.\\./secret.txt',
    // No files.
    '', '.', './', 'folder', 'folder/', 'empty-folder', 'a.txt/', 'a.txt/.', 'a.txt/x', 'folder/b.txt/', 'fifo', 'folder/fifo',
    'link-fifo', 'socket', 'link-device', 'link-proc', 'link-fd', 'nowhere.txt', 'nowhere/a.txt', 'dangling',
    // Symlinks.
    'link.txt', 'link-of-link.txt', 'link-folder/secret.txt', 'link-up/secret.txt', 'link-up/media-beside/secret.txt',
    'link-root/etc/passwd', 'link-beside/secret.txt', 'loop', 'loop-a', 'loop/a.txt', 'inside-folder/../b.txt',
    // Windows: devices, streams, aliases; here they are names that are not there.
    'a.txt::$DATA', 'a.txt:stream', 'con', 'aux.txt', 'nul', 'lpt1', 'a.txt.', 'a.txt ', 'A~1.TXT', 'folder./b.txt',
    // Lengths.
    'x'.repeat(256), 'x'.repeat(5000), 'x/'.repeat(5000), './'.repeat(5000), 'ü'.repeat(200), '/'.repeat(5000),
    // Magic of other languages.
    'php://filter/resource=a.txt', 'a.txt?x=1', 'a.txt#x', '${a}.txt', '$(cat secret)', '`id`', '*.txt', 'a.tx?', '{a,b}.txt', '__proto__',
  ];

  it('has a corpus of attacks', () => {
    expect(new Set(attacks).size).toBe(attacks.length);
    expect(attacks.length).toBeGreaterThan(120);
  });

  it.each(attacks)('answers 404 to %j', async (path) => {
    const before = descriptors();

    expect(await outcome(path)).toBe(404);
    await closed(before);
  });

  it('tells the reason only to the log', async () => {
    await expect(openInside(root, 'link.txt', {})).rejects.toMatchObject({
      message: 'Not Found',
      status: 404,
      cause: { message: 'A symlink leaves the root.' },
    });
    await expect(openInside(root, 'nowhere.txt', {})).rejects.toMatchObject({
      message: 'Not Found',
      cause: { code: 'ENOENT' },
    });
  });

  it('follows symlinks out of the root, and takes dotfiles, where that is asked for', async () => {
    expect(await outcome('link.txt', { followSymlinks: true })).toBe(SECRET);
    expect(await outcome('link-folder/secret.txt', { followSymlinks: true })).toBe(SECRET);
    expect(await outcome('.env', { dotfiles: 'allow' })).toBe(SECRET);
    for (const path of ['../secret.txt', 'link-fifo', 'link-device', 'loop', '/etc/passwd', '.env', 'folder'])
      expect([path, await outcome(path, { followSymlinks: true })]).toEqual([path, 404]);
  });

  it('has no file in a root that is missing, a file, a loop, or not to be read', async () => {
    for (const folder of ['nowhere', 'a.txt', 'loop', 'fifo'])
      expect([folder, await outcome('a.txt', {}, join(root, folder))]).toEqual([folder, 404]);
    makeEntry(join(root, 'locked.txt'), SECRET);
    if (makeUnreadable(join(root, 'locked.txt'))) expect(await outcome('locked.txt')).toBe(404);
  });

  it('takes a root that is a symlink, also when it is turned to another folder', async () => {
    const current = join(base, 'current');
    for (const release of ['one', 'two', 'three']) {
      makeEntry(join(base, 'releases', release, 'a.txt'), release);
      if (existsSync(current)) await fsp.unlink(current);
      await fsp.symlink(join('releases', release), current);

      expect(await outcome('a.txt', {}, current)).toBe(release);
    }
  });

  it('takes the root of the disk', async () => {
    expect(await outcome(join(root, 'a.txt').slice(1), {}, '/')).toBe('hello');
  });

  it('answers during requests for FIFOs without a writer', async () => {
    const fifos = Array.from({ length: 20 }, () => outcome('fifo'));

    expect(await contentOf('a.txt')).toBe('hello');
    expect(await Promise.all(fifos)).toEqual(fifos.map(() => 404));
  });

  describe('where the system cannot tell the path of a descriptor', () => {
    const { platform } = process;
    beforeEach(() => {
      Object.defineProperty(process, 'platform', { value: 'darwin' });
    });
    afterEach(() => {
      Object.defineProperty(process, 'platform', { value: platform });
      jest.restoreAllMocks();
    });

    it.each(['a.txt', 'inside.txt', 'round.txt', 'hard.txt'])('opens a file inside: %s', async (path) => {
      expect(await outcome(path)).toBe('hello');
    });

    it.each(['link.txt', 'link-folder/secret.txt', 'link-up/secret.txt', 'link-of-link.txt'])(
      'refuses %s',
      async (path) => {
        expect(await outcome(path)).toBe(404);
      },
    );

    it('refuses a file that is not the one that has the name by then', async () => {
      const { realpath } = fsp;
      jest
        .spyOn(fsp, 'realpath')
        .mockImplementation((async (path: string) =>
          path.endsWith('link.txt') ? realpath(join(root, 'a.txt')) : realpath(path)) as never);

      expect(await outcome('link.txt')).toBe(404);
    });
  });

  it.each([
    ['EMFILE', 503],
    ['ENFILE', 503],
    ['ENOMEM', 503],
    ['EIO', 500],
    ['EACCES', 404],
    ['EPERM', 404],
    ['ELOOP', 404],
  ])('answers %s with %d', async (code, status) => {
    const error = Object.assign(new Error(`${code}: open '${root}'`), { code });
    jest.spyOn(fs, 'open').mockImplementation(((_name: string, _flags: number, callback: fs.NoParamCallback) => {
      callback(error);
    }) as never);
    const failure = openInside(root, 'a.txt', {});

    await expect(failure).rejects.toMatchObject({ status, cause: { code } });
    await expect(failure).rejects.toMatchObject({ message: expect.not.stringContaining(root) as string });
    jest.restoreAllMocks();
  });

  it('opens a file inside the root or nothing, for any tree and any path', async () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd.txt');
    const up = fc.constantFrom('..', '../..', '../../..', '.', '/');
    const target = fc.array(fc.oneof(name, up), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const entry: fc.Arbitrary<Entry> = fc.oneof(
      fc.constant('inside'),
      fc.constant<Entry>({ folder: true }),
      target.map((link) => ({ link })),
    );
    const place = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const asked = fc
      .array(fc.oneof({ weight: 6, arbitrary: name }, up, fc.string({ maxLength: 3 })), { maxLength: 5 })
      .map((parts) => parts.join('/'));
    const tree = fc.array(
      fc.tuple(
        fc.oneof(
          place,
          place.map((path) => `../${path}`),
        ),
        entry,
      ),
      { maxLength: 12 },
    );
    let opened = 0;

    await fc.assert(
      fc.asyncProperty(tree, fc.array(asked, { minLength: 5, maxLength: 20 }), async (entries, paths) => {
        const made = makeTree({});
        try {
          for (const [path, each] of entries) {
            try {
              makeEntry(join(made.root, path), each);
            } catch {
              // Two entries in one place, or one inside a file: a tree that cannot be.
            }
          }
          const before = descriptors();
          for (const path of [...paths, ...entries.map(([each]) => each)]) {
            if ((await outcome(path, {}, made.root)) === 404) continue;
            const real = realpathSync(join(made.root, path));
            expect(real.startsWith(realpathSync(made.root) + sep)).toBe(true);
            expect(statSync(real).isFile()).toBe(true);
            opened++;
          }
          await closed(before);
        } finally {
          made.remove();
        }
      }),
      { numRuns: runs(60) },
    );
    expect(opened).toBeGreaterThan(0);
  });
});

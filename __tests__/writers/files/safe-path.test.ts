import { refusePath } from '../../../lib/writers/files/safe-path';

describe('refusePath', () => {
  it.each([
    'a.txt',
    'folder/a.txt',
    './a.txt',
    'a//b.txt',
    'folder/./a.txt',
    'folder/',
    '.',
    '%2e%2e/a.txt',
    '%2fetc%2fpasswd',
    'a..b',
    'a..',
    '日本語/報告.pdf',
    '😀.png',
    'a b.txt',
    'a:b',
    'con.txt',
    'a.txt.',
    'PROGRA~1',
    '\u2024\u2024/a.txt',
    '\uff0e\uff0e/a.txt',
    '\u2215etc\u2215passwd',
    '~root',
    '-rf',
    '*',
  ])('lets the disk answer for %j on Linux', (path) => {
    expect(refusePath(path, {}, 'linux')).toBeUndefined();
  });

  it.each([
    ['', 'The path is empty.'],
    ['a\0', 'The path has a NUL in it.'],
    ['\ud800', 'The path has half a character in it.'],
    ['a\udc00.txt', 'The path has half a character in it.'],
    ['a\\b', 'The path has a backslash in it.'],
    ['..\\secret', 'The path has a backslash in it.'],
    ['\\\\server\\share\\a', 'The path has a backslash in it.'],
    ['/etc/passwd', "The path is absolute; a File's path is relative to its root."],
    ['//server/share', "The path is absolute; a File's path is relative to its root."],
    ['..', 'The path has .. in it.'],
    ['../a', 'The path has .. in it.'],
    ['a/..', 'The path has .. in it.'],
    ['a/../b', 'The path has .. in it.'],
    ['.env', 'The path has a dotfile in it.'],
    ['a/.git/config', 'The path has a dotfile in it.'],
    ['...', 'The path has a dotfile in it.'],
    ['.../a', 'The path has a dotfile in it.'],
    ['.. /a', 'The path has a dotfile in it.'],
  ])('refuses %j everywhere', (path, reason) => {
    expect(refusePath(path, {}, 'linux')).toBe(reason);
    expect(refusePath(path, {}, 'win32')).toBe(reason);
  });

  it('lets dotfiles pass where they are allowed, but never ..', () => {
    expect(refusePath('.well-known/a', { dotfiles: 'allow' })).toBeUndefined();
    expect(refusePath('.well-known/../a', { dotfiles: 'allow' })).toBe('The path has .. in it.');
  });

  it.each([
    ['C:', 'The path has a character in it that no name on Windows has.'],
    ['C:/Windows/win.ini', 'The path has a character in it that no name on Windows has.'],
    ['a.txt::$DATA', 'The path has a character in it that no name on Windows has.'],
    ['a.txt:stream', 'The path has a character in it that no name on Windows has.'],
    ['a<.txt', 'The path has a character in it that no name on Windows has.'],
    ['con', 'The path names a device.'],
    ['CON', 'The path names a device.'],
    ['nul.txt', 'The path names a device.'],
    ['folder/aux', 'The path names a device.'],
    ['prn .txt', 'The path names a device.'],
    ['com1', 'The path names a device.'],
    ['LPT9.log', 'The path names a device.'],
    ['com\u00b9', 'The path names a device.'],
    ['conin$', 'The path names a device.'],
    ['a.txt.', 'A name ends in a dot or a space.'],
    ['a.txt ', 'A name ends in a dot or a space.'],
    ['folder./a.txt', 'A name ends in a dot or a space.'],
    ['PROGRA~1/a', 'The path has a short name in it.'],
    ['ENV~1', 'The path has a short name in it.'],
  ])('refuses %j on Windows', (path, reason) => {
    expect(refusePath(path, {}, 'win32')).toBe(reason);
    expect(refusePath(path, {}, 'linux')).toBeUndefined();
  });

  it.each(['console.log', 'auxiliary.txt', 'com.txt', 'com10', 'nullable', './a.txt', '.'])(
    'lets the disk answer for %j on Windows',
    (path) => {
      expect(refusePath(path, {}, 'win32')).toBeUndefined();
    },
  );
});

/** Options that allow more paths. */
export interface PathRules {
  readonly dotfiles?: 'ignore' | 'allow' | undefined;
}

// Names of devices in every folder, with any extension.
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:[. ]|$)/i;

/**
 * The reason why a path cannot lead to a file inside a folder, checked without access to the disk; `undefined` if it
 * can. Nothing is decoded, so `%2e%2e` is an ordinary name.
 */
export function refusePath(
  path: string,
  { dotfiles = 'ignore' }: PathRules = {},
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (path === '') return 'The path is empty.';
  if (path.includes('\0')) return 'The path has a NUL in it.';
  if (/\p{Surrogate}/u.test(path)) return 'The path has half a character in it.';
  // Also on systems where it is an ordinary character: a path must mean the same on every machine.
  if (path.includes('\\')) return 'The path has a backslash in it.';
  if (path.startsWith('/')) return "The path is absolute; a File's path is relative to its root.";
  const segments = path.split('/');
  // Also if the path stays inside: `..` after a symlink does not lead where the text suggests.
  if (segments.includes('..')) return 'The path has .. in it.';
  if (dotfiles === 'ignore' && segments.some((segment) => segment.startsWith('.') && segment !== '.'))
    return 'The path has a dotfile in it.';
  return platform === 'win32' ? refuseOnWindows(path, segments) : undefined;
}

/** Rejects names that mean another file on Windows: drives, streams, devices, and aliases. */
function refuseOnWindows(path: string, segments: readonly string[]): string | undefined {
  if (/[:*?"<>|]/.test(path)) return 'The path has a character in it that no name on Windows has.';
  if (segments.some((segment) => DEVICE.test(segment))) return 'The path names a device.';
  if (segments.some((segment) => segment !== '.' && /[. ]$/.test(segment))) return 'A name ends in a dot or a space.';
  if (segments.some((segment) => /~\d/.test(segment))) return 'The path has a short name in it.';
  return undefined;
}

/** Options that allow more paths. */
export interface PathRules {
  readonly dotfiles?: 'ignore' | 'allow' | undefined;
}

// Names that are devices in every folder, whatever extension they have.
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:[. ]|$)/i;

/**
 * Why a path cannot be that of a file inside a folder, before anybody looks at the disk; `undefined` where it can. A
 * path is a path: nothing is decoded, so `%2e%2e` is an ordinary name.
 */
export function refusePath(
  path: string,
  { dotfiles = 'ignore' }: PathRules = {},
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (path === '') return 'The path is empty.';
  if (path.includes('\0')) return 'The path has a NUL in it.';
  if (/\p{Surrogate}/u.test(path)) return 'The path has half a character in it.';
  // Also where it is an ordinary character: the same path must not mean another thing on another machine.
  if (path.includes('\\')) return 'The path has a backslash in it.';
  if (path.startsWith('/')) return "The path is absolute; a File's path is relative to its root.";
  const segments = path.split('/');
  // Also where it comes back: what lies behind a symlink is not what the text says.
  if (segments.includes('..')) return 'The path has .. in it.';
  if (dotfiles === 'ignore' && segments.some((segment) => segment.startsWith('.') && segment !== '.'))
    return 'The path has a dotfile in it.';
  return platform === 'win32' ? refuseOnWindows(path, segments) : undefined;
}

/** Refuses names that mean another file on Windows: drives and streams, devices, aliases of a name. */
function refuseOnWindows(path: string, segments: readonly string[]): string | undefined {
  if (/[:*?"<>|]/.test(path)) return 'The path has a character in it that no name on Windows has.';
  if (segments.some((segment) => DEVICE.test(segment))) return 'The path names a device.';
  if (segments.some((segment) => segment !== '.' && /[. ]$/.test(segment))) return 'A name ends in a dot or a space.';
  if (segments.some((segment) => /~\d/.test(segment))) return 'The path has a short name in it.';
  return undefined;
}

/**
 * The value of `Content-Disposition` that offers a body for saving under this name (RFC 6266); without a name, under the
 * one that the client takes from the URL. Any string is safe: only
 * its last path segment is taken, without control characters and those that turn the direction of reading around (they
 * make `exe.jpg` out of `gpj.exe`). A backslash is part of a name, as it is on POSIX; clients replace what their own
 * file system does not allow (section 4.3). A name that plain ASCII cannot express is also sent as `filename*` (RFC 8187).
 */
export function attachment(filename?: string): string {
  if (filename === undefined) return 'attachment';
  const segment = filename.slice(1 + filename.lastIndexOf('/'));
  const cleaned = segment
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
  const name = /^\.*$/.test(cleaned) ? 'download' : cleaned;
  // Some clients decode percent signs, keep the backslash of an escape, or stop at an escaped quotation mark.
  const ascii = name.replace(/[^\x20-\x7e]|["%\\]/gu, '_');
  return `attachment; filename="${ascii}"${ascii === name ? '' : `; filename*=UTF-8''${encodeName(name)}`}`;
}

function encodeName(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

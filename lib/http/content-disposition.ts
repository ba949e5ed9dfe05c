/**
 * The value of `Content-Disposition` that offers a body as a download (RFC 6266) with this name, or with the name that
 * the client takes from the URL. Any string is safe: only its last path segment is used, without control characters and
 * characters that reverse the reading direction (they can show `gpj.exe` as `exe.jpg`). A backslash is part of a name,
 * as on POSIX; clients replace characters that their file system does not allow (section 4.3). A name with other
 * characters than ASCII is also sent as `filename*` (RFC 8187).
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

/**
 * The lines of a body as they come, which end with LF, CR LF or CR. The last one needs no end. Cancels the body when
 * the loop is left.
 */
export async function* readLines({ body }: globalThis.Response): AsyncGenerator<string, void> {
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  // A line ends at its CR, without a wait for the next chunk, of which an LF belongs to it.
  let skipped: RegExp | '' = '';
  try {
    for (let chunk; !(chunk = await reader.read()).done;) {
      const { value } = chunk;
      // Only the new text is searched: a line may be long.
      const [first, ...others] = value.replace(skipped, '').split(/\r\n?|\n/) as [string, ...string[]];
      skipped = value.endsWith('\r') ? /^\n/ : '';
      rest += first;
      for (const line of others) {
        yield rest;
        rest = line;
      }
    }
    if (rest) yield rest;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** The values of a body of JSON lines. */
export async function* readJSONLines(response: globalThis.Response): AsyncGenerator<unknown, void> {
  for await (const line of readLines(response)) if (line) yield globalThis.JSON.parse(line) as unknown;
}

/** The lines of a body as they come. The last one needs no end. Cancels the body when the loop is left. */
export async function* readLines({ body }: globalThis.Response): AsyncGenerator<string, void> {
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      // Only the new text is searched: a line may be long.
      const [first, ...others] = value.split('\n') as [string, ...string[]];
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

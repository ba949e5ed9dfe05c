import { clearTimeout, setTimeout } from 'node:timers';

/** A reply that was read: the whole body, or the first items of a stream. */
export interface ReadReply {
  readonly status: number;
  readonly headers: Headers;
  /** In lower case, without parameters; `''` for none. */
  readonly mediaType: string;
  readonly text: string;
}

/** Milliseconds that the first chunk of a stream is waited for, and each later one: it may have no end. */
const FIRST_CHUNK = 1000;
const LATER_CHUNK = 50;
/** Bytes of a stream that are read at most. */
const STREAM_BYTES = 16_384;
const STREAMS = ['text/event-stream', 'application/x-ndjson', 'application/jsonl', 'application/json-seq'];

export function isStream(mediaType: string): boolean {
  return STREAMS.includes(mediaType);
}

/** Reads a reply. Of a stream it reads the beginning, up to the last whole line, and then leaves. */
export async function readReply(reply: globalThis.Response, abort: () => void): Promise<ReadReply> {
  const { status, headers } = reply;
  const mediaType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const text = isStream(mediaType) && reply.body !== null ? await readStart(reply.body, abort) : await reply.text();
  return { status, headers, mediaType, text };
}

async function readStart(body: ReadableStream<Uint8Array>, abort: () => void): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const silence = new AbortController();
  const leave = (): void => {
    silence.abort();
    abort();
  };
  let timer = setTimeout(leave, FIRST_CHUNK);
  try {
    while (text.length < STREAM_BYTES) {
      const { value, done } = await reader.read();
      if (done) return text;
      text += decoder.decode(value, { stream: true });
      clearTimeout(timer);
      timer = setTimeout(leave, LATER_CHUNK);
    }
  } catch (error) {
    if (!silence.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    abort();
  }
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

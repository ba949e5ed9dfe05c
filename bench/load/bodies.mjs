// The four kinds of streamed bodies, with a new buffer for each chunk: a source that reuses one buffer
// would hide a leak of chunks.
import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';

const CHUNK_SIZE = 64 * 1024;

/** What the sources of this process have given, and how many of them are still open. */
export const sources = { open: 0, pulled: [] };

/** Counts one source from now until `close`, and what is taken from it. */
function count() {
  const index = sources.pulled.push(0) - 1;
  sources.open++;
  let isOpen = true;
  return {
    take(size) {
      const length = Math.min(CHUNK_SIZE, size - sources.pulled[index]);
      sources.pulled[index] += length;
      return length > 0 ? Buffer.allocUnsafeSlow(length).fill(index) : null;
    },
    close() {
      if (isOpen) sources.open--;
      isOpen = false;
    },
  };
}

function readable(size) {
  const source = count();
  return new Readable({
    read() {
      this.push(source.take(size));
    },
    destroy(error, done) {
      source.close();
      done(error);
    },
  });
}

function* generator(size) {
  const source = count();
  try {
    for (let chunk; (chunk = source.take(size)) !== null;) yield chunk;
  } finally {
    source.close();
  }
}

async function* asyncGenerator(size) {
  yield* generator(size);
}

function webStream(size) {
  const source = count();
  return new ReadableStream({
    pull(controller) {
      const chunk = source.take(size);
      if (chunk !== null) return controller.enqueue(chunk);
      source.close();
      controller.close();
    },
    cancel: source.close,
  });
}

export const bodies = { 'Readable': readable, generator, 'async generator': asyncGenerator, 'web stream': webStream };

/** The same kinds, which give one chunk and then never another. */
export const stuckBodies = {
  'Readable': () => {
    const source = count();
    let isFirst = true;
    return new Readable({
      read() {
        if (isFirst) this.push('first');
        isFirst = false;
      },
      destroy(error, done) {
        source.close();
        done(error);
      },
    });
  },
  // A generator that waits hears of the end when what it waits for settles: the signal is how it lets go earlier.
  'generator': function* () {
    const source = count();
    try {
      yield 'first';
      yield new Promise(() => undefined);
    } finally {
      source.close();
    }
  },
  'async generator': async function* (signal) {
    const source = count();
    try {
      yield 'first';
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    } finally {
      source.close();
    }
  },
  'web stream': () => {
    const source = count();
    return new ReadableStream({ start: (controller) => controller.enqueue('first'), cancel: source.close });
  },
};

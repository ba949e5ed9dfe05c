import type { Receiver, Source } from './source-types';

/** A source that calls its receiver; the promises of `next` are made from `read`. */
export abstract class PushSource implements Source {
  abstract read(receiver: Receiver): void;
  abstract close(): void;

  next(): Promise<Buffer | undefined> {
    return new Promise((receive, fail) => {
      this.read({ receive, fail });
    });
  }
}

/** A source that gives promises; `read` waits for those of `next`. */
export abstract class PullSource implements Source {
  abstract next(): Promise<Buffer | undefined>;
  abstract close(): void;

  read(receiver: Receiver): void {
    this.next().then(
      (chunk) => {
        receiver.receive(chunk);
      },
      (error: unknown) => {
        receiver.fail(error);
      },
    );
  }
}

/** The parts of a source that gives promises. */
type Parts = Pick<Source, 'next' | 'close' | 'giveBack'>;

/** Creates a source that gives promises from its functions. */
export function pullSource(parts: Parts): Source {
  return new PartsSource(parts);
}

class PartsSource extends PullSource {
  readonly giveBack: Source['giveBack'];
  readonly #parts: Parts;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    this.giveBack = parts.giveBack;
  }

  next(): Promise<Buffer | undefined> {
    return this.#parts.next();
  }

  close(): void {
    this.#parts.close();
  }
}

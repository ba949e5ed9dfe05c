import { setImmediate } from 'node:timers';
import { isThenable } from './body';
import { chunkEncoder } from './chunk-encoder';
import type { BeatingFeed, Heartbeat } from './heartbeat';
import type { Reader } from './reader';
import { PushSource } from './source-base';
import type { Framing, Receiver, SourceOptions } from './source-types';

type Result = IteratorResult<unknown, unknown>;

/** The outcome of a read: a result, an error, or an item that is framed already. */
type Late = { readonly result: Result } | { readonly error: unknown } | { readonly item: unknown };

/** Items between two turns of the event loop: a source that never waits must not block other requests. */
const ITEMS_PER_TURN = 64;
/** Joins consecutive strings until a chunk has this many characters. */
const GATHERED = 16 * 1024;

/**
 * Reads a body of any kind item by item, frames the items and encodes them as chunks.
 *
 * A wait for a chunk ends with a read, a turn of the event loop, a heartbeat or `close`; a read that is not over then
 * serves the next wait.
 */
export class SourceReader extends PushSource implements BeatingFeed {
  silentSince: number | undefined;
  readonly #reader: Reader;
  readonly #framing: Framing;
  readonly #isGathered: boolean;
  readonly #heartbeat: Heartbeat | undefined;
  readonly #encode = chunkEncoder();
  // That of the read that waits.
  #receiver: Receiver | undefined;
  #text = '';
  // Read, and in no chunk yet.
  #late: Late | undefined;
  #isReading = false;
  #isTurnAwaited = false;
  #hasGiven = false;
  #isClosed = false;
  #count = 0;
  #countAtTurn = 0;

  constructor(reader: Reader, framing: Framing, { isGathered = false, heartbeat }: SourceOptions) {
    super();
    this.#reader = reader;
    this.#framing = framing;
    this.#isGathered = isGathered;
    this.#heartbeat = heartbeat;
    heartbeat?.add(this);
  }

  read(receiver: Receiver): void {
    this.#receiver = receiver;
    this.#advance();
    if (this.#isWaiting()) this.silentSince = this.#heartbeat?.now();
  }

  #isWaiting(): boolean {
    return this.#receiver !== undefined;
  }

  /** Ends a wait with bytes that are not from the body, or with the end. */
  interrupt(chunk: Buffer | undefined): void {
    this.#takeReceiver()?.receive(chunk);
  }

  #takeReceiver(): Receiver | undefined {
    const receiver = this.#receiver;
    this.#receiver = undefined;
    this.silentSince = undefined;
    return receiver;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#heartbeat?.remove(this);
    this.interrupt(undefined);
    // Errors of a source that is being closed are ignored: its body is no longer sent.
    try {
      Promise.resolve(this.#reader.stop()).catch(ignore);
    } catch {
      // As above, for a synchronous error.
    }
  }

  /** Continues until the wait has its chunk, or until an item or a turn of the event loop must be awaited. */
  #advance(): void {
    while (this.#isWaiting()) {
      if (this.#isClosed) this.interrupt(undefined);
      else if (this.#late !== undefined) this.#takeLate(this.#late);
      else if (this.#isReading || this.#count - this.#countAtTurn >= ITEMS_PER_TURN) break;
      else this.#read();
    }
    // Strings do not wait for an item that is not ready.
    const needsTurn = this.#isWaiting() && (!this.#isReading || this.#text !== '');
    if (needsTurn && !this.#isTurnAwaited) setImmediate(SourceReader.#endTurn, this);
    this.#isTurnAwaited ||= needsTurn;
  }

  static #endTurn(this: void, source: SourceReader): void {
    source.#isTurnAwaited = false;
    source.#countAtTurn = source.#count;
    if (source.#text !== '') source.#giveText();
    source.#advance();
  }

  #takeLate(late: Late): void {
    this.#late = undefined;
    try {
      if ('error' in late) this.#fail(late.error);
      else if ('result' in late) this.#receive(late.result);
      else this.#take(late.item);
    } catch (error) {
      this.#fail(error);
    }
  }

  #read(): void {
    try {
      const result = this.#reader.read();
      if (this.#reader.isSynchronous === true) this.#receive(result as Result);
      else this.#wait(result);
    } catch (error) {
      this.#fail(error);
    }
  }

  #wait(result: unknown): void {
    this.#isReading = true;
    Promise.resolve(result as Result).then(this.#onResult, this.#onError);
  }

  readonly #onResult = (result: Result): void => {
    this.#endRead({ result });
  };

  readonly #onError = (error: unknown): void => {
    this.#endRead({ error });
  };

  #endRead(late: Late): void {
    this.#isReading = false;
    this.#late = late;
    this.#advance();
  }

  #receive({ done, value }: Result): void {
    if (this.#isClosed) return;
    // An iterable may give promises, and return one.
    if (isThenable(value)) this.#wait(Promise.resolve(value).then((item) => ({ done, value: item }) as Result));
    else if (done === true) this.#end();
    else this.#take(this.#framing.item(value, this.#count++));
  }

  #take(item: unknown): void {
    if (this.#isGathered && typeof item === 'string') {
      this.#text += item;
      if (this.#text.length >= GATHERED || this.#count - this.#countAtTurn >= ITEMS_PER_TURN) this.#giveText();
    } else if (this.#text === '') this.#give(this.#encode(item, false));
    else {
      this.#late = { item };
      this.#giveText();
    }
  }

  #end(): void {
    this.#isClosed = true;
    this.#heartbeat?.remove(this);
    const text = this.#text + this.#framing.end(this.#count);
    this.#text = '';
    this.#give(this.#encode(text, true));
  }

  #giveText(): void {
    const text = this.#text;
    this.#text = '';
    this.#give(this.#encode(text, false));
  }

  #give(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#hasGiven = true;
    this.interrupt(chunk);
  }

  /**
   * Gives what came before a failure first, unless the head is not sent yet: an error reply is better than half a body.
   */
  #fail(error: unknown): void {
    if (this.#text !== '' && this.#hasGiven) {
      this.#late = { error };
      this.#giveText();
      return;
    }
    this.#text = '';
    this.#takeReceiver()?.fail(error);
  }
}

function ignore(): void {
  // On purpose.
}

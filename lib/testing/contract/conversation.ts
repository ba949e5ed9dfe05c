import { faultOfReply } from './check-reply';
import type { Operation } from './operations';
import type { ContractOptions } from './options';
import { readReply, type ReadReply } from './read-reply';
import type { DocumentCheck, Sample } from './sample';
import { addHeaders, writeRequest, type WrittenRequest } from './write-request';

/** The app, and how its operations are asked. */
export interface Asking {
  readonly fetch: typeof globalThis.fetch;
  readonly check: DocumentCheck;
  readonly prefix: string;
  readonly options: ContractOptions;
}

/** The replies of one operation. */
export interface OperationResult {
  readonly name: string;
  readonly statuses: ReadonlyMap<number, number>;
  /** The first request and reply by the fault that they showed. */
  readonly faults: ReadonlyMap<string, string>;
}

/** A change of a request before it is sent. */
type Change = (request: WrittenRequest) => void;

/** Milliseconds until a reply has to be there. */
const REPLY_TIME = 10_000;
const MOST_FAULTS = 20;
const LONGEST_TEXT = 300;

/** Requests to one operation, and the faults of its replies. */
export class Conversation implements OperationResult {
  readonly name: string;
  readonly statuses = new Map<number, number>();
  readonly faults = new Map<string, string>();
  readonly #operation: Operation;
  readonly #asking: Asking;
  #last = '';

  constructor(operation: Operation, asking: Asking) {
    this.name = operation.name;
    this.#operation = operation;
    this.#asking = asking;
  }

  /** Sends a request and checks its reply by the document. Returns its status; `undefined` if there is no reply. */
  async send(
    sample: Sample,
    change: Change = () => undefined,
    credentials = this.#asking.options.headers ?? {},
  ): Promise<number | undefined> {
    const { prefix, check } = this.#asking;
    const request = writeRequest(this.#operation, prefix, sample);
    addHeaders(request.init.headers, credentials);
    change(request);
    this.#last = describeRequest(request);
    try {
      const reply = await this.#fetch(request);
      this.#last += `\n    ${reply.status} ${shorten(reply.text)}`;
      this.statuses.set(reply.status, (this.statuses.get(reply.status) ?? 0) + 1);
      const fault = faultOfReply(this.#operation, reply, check);
      if (fault !== undefined) this.addFault(fault);
      return reply.status;
    } catch (error) {
      this.addFault(`there was no whole reply: ${String(error)}`);
      return undefined;
    }
  }

  /** Adds a fault with the last request and reply. */
  addFault(fault: string): void {
    if (!this.faults.has(fault) && this.faults.size < MOST_FAULTS) this.faults.set(fault, this.#last);
  }

  async #fetch({ url, init }: WrittenRequest): Promise<ReadReply> {
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(REPLY_TIME)]);
    const reply = await this.#asking.fetch(url, { ...init, redirect: 'manual', signal });
    return readReply(reply, () => {
      controller.abort();
    });
  }
}

function describeRequest({ url, init: { method, body } }: WrittenRequest): string {
  return `${method} ${url}${typeof body === 'string' ? ` ${shorten(body)}` : ''}`;
}

function shorten(text: string): string {
  const printed = text.trim().replaceAll(/\p{Cc}/gu, '\u{fffd}');
  return printed.length > LONGEST_TEXT ? `${printed.slice(0, LONGEST_TEXT)}…` : printed;
}

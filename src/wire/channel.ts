/**
 * Questions and answers in both directions over one connection; the other side may be hostile.
 *
 * @module
 */
import { type Read, record, refusal, tagged, text, whole } from "./shape.ts";

/** A message, in either direction. Each side numbers its own questions from 1. */
export type Message =
  | {
    readonly kind: "ask";
    readonly id: number;
    readonly method: string;
    readonly argument: unknown;
  }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly error: unknown }
  /** The asker does not wait any longer. */
  | { readonly kind: "cancel"; readonly id: number };

/** A question of the other side. */
export interface Question {
  readonly method: string;
  /** JSON of any shape. */
  readonly argument: unknown;
  /** Aborted when the other side does not wait any longer, or the channel is closed. */
  readonly signal: AbortSignal;
}

/** Options of a channel. */
export interface ChannelOptions {
  /** Sends a message. @throws {RangeError} when it is too large */
  readonly send: (message: Message) => void;
  /** Gives the answer to a question as JSON; what it rejects with is sent as `encodeError` writes it. */
  readonly serve: (question: Question) => Promise<unknown>;
  /** An error as JSON. */
  readonly encodeError: (error: unknown) => unknown;
  /** The error of JSON. @throws {TypeError} for another shape */
  readonly decodeError: (json: unknown) => Error;
  /** Most questions of the other side at a time. @default 1_000 */
  readonly maxServed?: number;
}

/** Options of a question. */
export interface AskOptions {
  /** Ends the wait, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** One end of a connection. */
export class Channel {
  readonly #options: ChannelOptions;
  /** Questions that wait for an answer, by id. */
  readonly #asked = new Map<number, Asked>();
  /** Own questions that were cancelled: their answers may be on the way. */
  readonly #cancelled = new Set<number>();
  /** Questions of the other side that are being answered, by id. */
  readonly #served = new Map<number, AbortController>();
  #lastAsked = 0;
  #lastServed = 0;
  /** Questions of the other side that it has cancelled. */
  #cancels = 0;
  #closed: { readonly reason: unknown } | undefined;

  /** @param options how it sends, answers and reads errors */
  constructor(options: ChannelOptions) {
    this.#options = options;
  }

  /** Number of questions that wait for an answer. */
  get waiting(): number {
    return this.#asked.size;
  }

  /**
   * Asks the other side.
   *
   * @returns JSON of any shape
   * @throws the error of the other side, the signal's reason, or that of the closed channel
   */
  ask(method: string, argument: unknown, { signal }: AskOptions = {}): Promise<unknown> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed.reason);
    if (signal?.aborted) return Promise.reject(signal.reason);
    const id = ++this.#lastAsked;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const cancel = () => {
      if (!this.#asked.delete(id)) return;
      this.#cancelled.add(id);
      this.#post({ kind: "cancel", id });
      reject(signal?.reason);
    };
    const settled = () => signal?.removeEventListener("abort", cancel);
    this.#asked.set(id, {
      resolve: (value) => (settled(), resolve(value)),
      reject: (reason) => (settled(), reject(reason)),
    });
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      this.#options.send({ kind: "ask", id, method, argument });
    } catch (error) {
      this.#asked.delete(id);
      settled();
      reject(error);
    }
    return promise;
  }

  /**
   * Takes a message of the other side.
   *
   * @param json parsed JSON of any shape
   * @throws {TypeError} for a message that no other side sends that keeps to the protocol
   */
  receive(json: unknown): void {
    if (this.#closed !== undefined) return;
    const message = readMessage(json, "message");
    switch (message.kind) {
      case "ask":
        return this.#serve(message);
      case "answer":
        return this.#settle(message.id, ({ resolve }) => resolve(message.value));
      case "failure": {
        const error = this.#options.decodeError(message.error);
        return this.#settle(message.id, ({ reject }) => reject(error));
      }
      case "cancel":
        if (message.id > this.#lastServed || ++this.#cancels > this.#lastServed) {
          throw refusal("cancel.id", "a question that was asked", message.id);
        }
        return this.#served.get(message.id)?.abort(new DOMException("Cancelled", "AbortError"));
      default:
        message satisfies never;
    }
  }

  /** Rejects all questions with a reason; no other message is sent or taken. */
  close(reason: unknown): void {
    if (this.#closed !== undefined) return;
    this.#closed = { reason };
    for (const { reject } of this.#asked.values()) reject(reason);
    for (const served of this.#served.values()) served.abort(reason);
    this.#asked.clear();
    this.#served.clear();
  }

  #serve({ id, method, argument }: Extract<Message, { kind: "ask" }>): void {
    const { maxServed = 1_000 } = this.#options;
    if (id !== this.#lastServed + 1) throw refusal("ask.id", `${this.#lastServed + 1}`, id);
    if (this.#served.size >= maxServed) {
      throw refusal("ask", `at most ${maxServed} questions at a time`, "another one");
    }
    this.#lastServed = id;
    const controller = new AbortController();
    this.#served.set(id, controller);
    void this.#answer(id, { method, argument, signal: controller.signal });
  }

  async #answer(id: number, question: Question): Promise<void> {
    let message: Message;
    try {
      message = { kind: "answer", id, value: await this.#options.serve(question) };
    } catch (error) {
      message = { kind: "failure", id, error: this.#options.encodeError(error) };
    }
    this.#served.delete(id);
    try {
      this.#post(message);
    } catch (error) { // too large
      this.#post({ kind: "failure", id, error: this.#options.encodeError(error) });
    }
  }

  #settle(id: number, act: (asked: Asked) => void): void {
    const asked = this.#asked.get(id);
    if (asked === undefined && !this.#cancelled.delete(id)) {
      throw refusal("answer.id", "that of a question without an answer", id);
    }
    this.#asked.delete(id);
    if (asked !== undefined) act(asked);
  }

  #post(message: Message): void {
    if (this.#closed === undefined) this.#options.send(message);
  }
}

const anyJson: Read<unknown> = (claim) => claim ?? null;

const readMessage: Read<Message> = tagged({
  ask: record({ id: whole(1), method: text(100), argument: anyJson }),
  answer: record({ id: whole(1), value: anyJson }),
  failure: record({ id: whole(1), error: anyJson }),
  cancel: record({ id: whole(1) }),
});

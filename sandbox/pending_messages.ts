/**
 * Outgoing messages of a realm, and its promises that wait for answers.
 *
 * A realm cannot call out. A call of a host tool, and the outcome of a promise that another realm waits for, become
 * messages here; the kernel collects them after each evaluation and delivers answers in a later evaluation.
 * Messages belong to one argument list and are dropped when the next one starts.
 *
 * @module
 */
import { emptyRecord, parseJson, PromiseConstructor, promiseThen, quote } from "./primordials.ts";
import { revivedError } from "./revived_error.ts";
import { decodeTrusted } from "./value/decode.ts";
import type { RawError } from "./protocol.ts";

/** The answer to a message, or the result of a unit of another realm. */
export type AnswerOutcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "thrown"; readonly error: RawError }
  /** A promise of the other realm; its outcome arrives under this number. */
  | { readonly kind: "later"; readonly id: number };

/** A tool call, or the outcome of a promise that another realm waits for. */
export type RealmMessage =
  | { readonly kind: "tool"; readonly id: number; readonly tool: string; readonly args: string }
  | { readonly kind: "settled"; readonly id: number; readonly outcome: unknown };

/** The pending messages of one realm. */
export interface PendingMessages {
  /** Calls a host tool; the text encodes the array of arguments. */
  ask(tool: string, args: string): Promise<unknown>;
  /** Waits for the outcome of another realm's promise. */
  wait(key: string): Promise<unknown>;
  /** Watches a promise for another realm; `textOf` encodes the outcome. @returns the promise's number */
  watch(promise: object, textOf: (value: unknown, isError: boolean) => string): number;
  /** Settles a promise. @param text JSON of `{ key, outcome }`; the keys are `tool <id>` and `<realm> <id>` */
  deliver(text: string): string;
  /** JSON of a list of {@linkcode RealmMessage}; empty text when there is none. */
  take(): string;
  /** Drops all messages and all waiting promises. */
  clear(): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Makes the pending messages of one realm. */
export function createPendingMessages(): PendingMessages {
  let waiting = emptyRecord<Waiting>();
  let messages = "";
  /** Numbers are never reused, so a late answer matches no later promise. */
  let lastId = 0;

  function wait(key: string): Promise<unknown> {
    return new PromiseConstructor((resolve, reject) => {
      waiting[key] = { resolve, reject };
    });
  }

  function send(message: string): void {
    messages += (messages === "" ? "" : ",") + message;
  }

  return {
    wait,
    ask(tool, args) {
      const id = ++lastId;
      send(`{"kind":"tool","id":${id},"tool":${quote(tool)},"args":${quote(args)}}`);
      return wait(`tool ${id}`);
    },
    watch(promise, textOf) {
      const id = ++lastId;
      const settled = (outcome: string) =>
        send(`{"kind":"settled","id":${id},"outcome":${outcome}}`);
      promiseThen(
        promise,
        (value) => settled(textOf(value, false)),
        (thrown) => settled(textOf(thrown, true)),
      );
      return id;
    },
    deliver(text) {
      const { key, outcome } = parseJson(text) as { key: string; outcome: AnswerOutcome };
      const found = waiting[key];
      if (found === undefined) return "";
      delete waiting[key];
      if (outcome.kind === "value") found.resolve(decodeTrusted(outcome.value));
      if (outcome.kind === "thrown") found.reject(revivedError(outcome.error));
      return "";
    },
    take() {
      const taken = messages;
      messages = "";
      return taken === "" ? "" : `[${taken}]`;
    },
    clear() {
      waiting = emptyRecord();
      messages = "";
    },
  };
}

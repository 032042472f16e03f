/**
 * Promises that end outside of their realm: calls of host tools, and asynchronous units of other realms.
 *
 * A realm has no way to call out. What it wants goes into this box; the kernel empties it after each evaluation, and
 * delivers answers by evaluating the realm's trigger.
 *
 * @module
 */
import { emptyRecord, parseJson, PromiseConstructor, promiseThen, quote } from "./primordials.ts";
import { revivedError } from "./revived_error.ts";
import { decodeLine } from "./value/decode.ts";
import type { RawError } from "./wire.ts";

/** What became of something asked for. */
export type MailOutcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "thrown"; readonly error: RawError }
  /** A promise of the other realm, which settles under this number. */
  | { readonly kind: "later"; readonly id: number };

/** What a realm sends: a tool call, or what became of a promise that another realm waits for. */
export type Mail =
  | { readonly kind: "tool"; readonly id: number; readonly tool: string; readonly args: string }
  | { readonly kind: "settled"; readonly id: number; readonly outcome: unknown };

/** The mailbox of one realm. */
export interface Mailbox {
  /** Asks for a host tool; the text is that of the array of arguments. */
  ask(tool: string, args: string): Promise<unknown>;
  /** Waits for what another realm said would come later. */
  wait(key: string): Promise<unknown>;
  /** Watches a promise for another realm; `textOf` writes the outcome. @returns its number */
  watch(promise: object, textOf: (value: unknown, isError: boolean) => string): number;
  /** @param text JSON of `{ key, outcome }`; the keys are `tool <id>` and `<realm> <id>` */
  deliver(text: string): string;
  /** JSON of a list of {@linkcode Mail}, empty when there is none. */
  take(): string;
  /** Forgets all that was asked for. */
  clear(): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One per realm. */
export function createMailbox(): Mailbox {
  let waiting = emptyRecord<Waiting>();
  let mail = "";
  let lastId = 0;

  function wait(key: string): Promise<unknown> {
    return new PromiseConstructor((resolve, reject) => {
      waiting[key] = { resolve, reject };
    });
  }

  function send(item: string): void {
    mail += (mail === "" ? "" : ",") + item;
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
      const { key, outcome } = parseJson(text) as { key: string; outcome: MailOutcome };
      const found = waiting[key];
      if (found === undefined) return "";
      delete waiting[key];
      if (outcome.kind === "value") found.resolve(decodeLine(outcome.value));
      if (outcome.kind === "thrown") found.reject(revivedError(outcome.error));
      return "";
    },
    take() {
      const taken = mail;
      mail = "";
      return taken === "" ? "" : `[${taken}]`;
    },
    clear() {
      waiting = emptyRecord();
      mail = "";
    },
  };
}

/**
 * One request to call a function, with one argument list or many, each under its own time limit.
 *
 * @module
 */
import { describeFailure } from "./describe_thrown.ts";
import { brokenRealm, type KernelProgram } from "./kernel_program.ts";
import type { KernelRealm } from "./kernel_realm.ts";
import type { Mail } from "./mailbox.ts";
import type { AnswerMessage, CallRequest, LoadReply, ToolMessage } from "./wire.ts";

/** What a call needs of the kernel. */
export interface CallLines {
  send(message: ToolMessage): void;
  /** Waits; nothing means that the call is to end. */
  waitForAnswer(): AnswerMessage | undefined;
}

/**
 * How long a realm goes on to the next argument list by itself. Within one evaluation it is not known when an item
 * began, so an evaluation may last this much longer than one item may.
 */
const sliceMs = 10;

/** Characters of all outcomes together; what comes after is refused. */
const maxReplyChars = 4 * 1024 * 1024;

/** Numbers tool calls over all requests, so that an answer that comes too late finds no one. */
let lastAsked = 0;

/** A running request. */
export class KernelCall {
  readonly #program: KernelProgram;
  readonly #request: CallRequest;
  readonly #lines: CallLines;
  #end: number;
  /** For each tool call sent: the realm that waits, and its own number. */
  readonly #asked = new Map<number, { readonly realm: KernelRealm; readonly key: string }>();
  #outcomes = "";
  #done = 0;

  /** @param program what to call @param request what to call it with @param lines to the host */
  constructor(program: KernelProgram, request: CallRequest, lines: CallLines) {
    this.#program = program;
    this.#request = request;
    this.#lines = lines;
    this.#end = performance.now() + request.limitMs;
  }

  /** @returns JSON text of an array of outcomes */
  run(): string {
    const { count, itemLimitMs } = this.#request;
    let isArmed = false;
    while (this.#done < count) {
      const leftMs = this.#end - performance.now();
      if (leftMs <= 0) {
        this.#fill(
          outcome("timeout", "TimeoutError", "Cannot begin: the time of the batch is over"),
        );
        break;
      }
      if (this.#program.isTainted) {
        const began = performance.now();
        const reply = this.#program.load(Math.min(leftMs, itemLimitMs));
        this.#end += performance.now() - began; // nobody's fault but an earlier call's
        if (reply.kind !== "loaded") {
          this.#fill(failureOf(reply));
          break;
        }
        isArmed = false;
      }
      if (isArmed) this.#program.entry.control.armRest();
      else this.#arm();
      isArmed = true;
      const breach = this.#evaluate(Math.min(leftMs, itemLimitMs + (count > 1 ? sliceMs : 0)));
      this.#collect();
      if (breach !== undefined) this.#giveUp(breach);
      if (this.#program.isFreshEachCall) this.#program.taint();
    }
    return `[${this.#outcomes}]`;
  }

  #arm(): void {
    const { name, seed, argsList } = this.#request;
    const { entry, entryUnit, isFreshEachCall } = this.#program;
    const slice = isFreshEachCall ? 0 : sliceMs;
    entry.control.armCalls(entryUnit, name, argsList, seed, slice, this.#done);
  }

  /** Takes over what the realm has finished. */
  #collect(): void {
    const { control } = this.#program.entry;
    const text = control.takeOutcomes();
    const count = control.done() - this.#done;
    if (count === 0) return;
    if (this.#outcomes.length + text.length <= maxReplyChars) return this.#add(text, count);
    for (let index = 0; index < count; index++) this.#add(tooMuch, 1);
  }

  /** Ends the argument list at hand without a result. */
  #giveUp(breach: Breach): void {
    const fields = this.#program.entry.control.abandon();
    this.#asked.clear();
    this.#add(this.#outcomeOf(breach, fields), 1);
    if (breach !== "pending") this.#program.taint();
  }

  #outcomeOf(breach: Breach, fields: string): string {
    switch (breach) {
      case "timeout": {
        const { itemLimitMs } = this.#request;
        return outcome("timeout", "TimeoutError", `Cannot finish within ${itemLimitMs} ms`, fields);
      }
      case "pending":
        return outcome(
          "thrown",
          "PendingError",
          "Cannot finish: its promise never settles",
          fields,
        );
      case "broken":
        return outcome("thrown", brokenRealm.name, brokenRealm.message, fields);
    }
  }

  #fill(text: string): void {
    while (this.#done < this.#request.count) this.#add(text, 1);
  }

  #add(text: string, count: number): void {
    this.#outcomes += (this.#done === 0 ? "" : ",") + text;
    this.#done += count;
  }

  /** Lets the entry go on, and whatever its promises wait for. @returns how it was broken off, if it was */
  #evaluate(limitMs: number): Breach | undefined {
    const end = performance.now() + limitMs;
    const { entry, realms } = this.#program;
    const isCalm = this.#request.count === 1 && this.#program.isCalm;
    const began = end - limitMs;
    const evaluation = entry.evaluate(isCalm ? Infinity : limitMs);
    if (evaluation.kind !== "done") return evaluation.kind;
    this.#program.took(performance.now() - began);
    while (entry.control.isPending()) {
      let isMoving = false;
      for (const realm of realms.values()) {
        if (realm !== entry) {
          const leftMs = end - performance.now();
          if (leftMs <= 0) return "timeout";
          const { kind } = realm.evaluate(leftMs);
          if (kind !== "done") return kind;
        }
      }
      for (const [name, realm] of realms) {
        const mail = realm.control.takeMail();
        if (mail === "") continue;
        isMoving = true;
        for (const item of JSON.parse(mail) as Mail[]) { // the realm's trusted code wrote it
          if (item.kind === "tool") this.#ask(realm, item);
          else {
            const breach = this.#settle(name, item, end);
            if (breach !== undefined) return breach;
          }
        }
      }
      if (!entry.control.isPending()) break;
      if (isMoving) continue;
      if (this.#asked.size === 0) return "pending";
      const answer = this.#lines.waitForAnswer();
      if (answer === undefined) return "timeout";
      const breach = this.#answer(answer, end);
      if (breach !== undefined) return breach;
    }
    return undefined;
  }

  #ask(realm: KernelRealm, { id, tool, args }: Extract<Mail, { kind: "tool" }>): void {
    const asked = ++lastAsked;
    this.#asked.set(asked, { realm, key: `tool ${id}` });
    this.#lines.send({ type: "tool", id: asked, tool, args });
  }

  /** Brings a host tool's answer. */
  #answer({ id, isError, text }: AnswerMessage, end: number): Breach | undefined {
    const asked = this.#asked.get(id);
    if (asked === undefined) return undefined;
    this.#asked.delete(id);
    const outcome = isError
      ? `{"kind":"thrown","error":${text}}`
      : `{"kind":"value","value":${text}}`;
    return deliver(asked.realm, asked.key, outcome, end);
  }

  /** Brings what one realm's promise became to the realm that waits for it. */
  #settle(
    from: string,
    { id, outcome }: Extract<Mail, { kind: "settled" }>,
    end: number,
  ): Breach | undefined {
    for (const realm of this.#program.realms.values()) {
      const breach = deliver(realm, `${from} ${id}`, JSON.stringify(outcome), end);
      if (breach !== undefined) return breach;
    }
    return undefined;
  }
}

/** Why an argument list ended without a result. */
type Breach = "timeout" | "pending" | "broken";

const tooMuch = outcome(
  "refused",
  "RangeError",
  `Cannot take what was returned: the whole batch returned more than ${maxReplyChars} characters`,
);

function outcome(kind: string, name: string, message: string, fields = ""): string {
  return `{"kind":"${kind}","error":${describeFailure(name, message)}${fields}}`;
}

/** Top-level code that ran well the first time may yet fail when it is run again. */
function failureOf(reply: Exclude<LoadReply, { kind: "loaded" }>): string {
  if (reply.kind === "thrown") return `{"kind":"thrown","error":${JSON.stringify(reply.error)}}`;
  return outcome("timeout", "TimeoutError", "Cannot finish: its top level ran out of time");
}

/** Lets a promise of a realm settle. */
function deliver(
  realm: KernelRealm,
  key: string,
  outcome: string,
  end: number,
): Breach | undefined {
  const leftMs = end - performance.now();
  if (leftMs <= 0) return "timeout";
  realm.control.armDelivery(`{"key":${JSON.stringify(key)},"outcome":${outcome}}`);
  const { kind } = realm.evaluate(leftMs);
  return kind === "done" ? undefined : kind;
}

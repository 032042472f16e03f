/**
 * One request to call a function with one or several argument lists, each with its own time limit.
 *
 * @module
 */
import { describeFailure } from "./describe_thrown.ts";
import type { KernelProgram } from "./kernel_program.ts";
import { brokenRealm } from "./kernel_realms.ts";
import type { KernelRealm } from "./kernel_realm.ts";
import { replyLimits } from "./limits.ts";
import type { RealmMessage } from "./pending_messages.ts";
import type { AnswerMessage, CallRequest, LoadReply, ToolMessage } from "./wire.ts";

/** The pipes to the host, as needed by a call. */
export interface CallPipes {
  send(message: ToolMessage): void;
  /** Waits for a tool's answer; undefined when the call must end. */
  waitForAnswer(): AnswerMessage | undefined;
}

/**
 * Time slice in which a realm continues to the next argument list by itself. The kernel cannot see when an argument
 * list starts within an evaluation, so an evaluation may exceed the limit of one argument list by this much.
 */
const sliceMs = 10;

const { maxReplyChars } = replyLimits;

/** Numbers tool calls over all requests, so that a late answer matches no later call. */
let lastToolCall = 0;

/** A running request. */
export class KernelCall {
  readonly #program: KernelProgram;
  readonly #request: CallRequest;
  readonly #pipes: CallPipes;
  readonly #end: number;
  /** Tool calls of the current argument list: the waiting realm, and the key of its promise. */
  readonly #toolCalls = new Map<number, { readonly realm: KernelRealm; readonly key: string }>();
  #outcomes = "";
  #done = 0;

  /** @param program its realms @param request function and arguments @param pipes to the host */
  constructor(program: KernelProgram, request: CallRequest, pipes: CallPipes) {
    this.#program = program;
    this.#request = request;
    this.#pipes = pipes;
    this.#end = performance.now() + request.limitMs;
  }

  /** @returns JSON text of an array of outcomes */
  run(): string {
    const { count } = this.#request;
    let isArmed = false;
    while (this.#done < count) {
      const leftMs = this.#end - performance.now();
      if (leftMs <= 0) {
        this.#fill(
          outcome("timeout", "TimeoutError", "Cannot start: the time limit of the batch is over"),
        );
        break;
      }
      if (this.#program.needsLoad) {
        if (!this.#load(leftMs)) break;
        isArmed = false;
      }
      if (isArmed) this.#program.entry.control.armRest();
      else this.#arm();
      isArmed = true;
      this.#runSlice(leftMs);
    }
    return `[${this.#outcomes}]`;
  }

  /** Runs the top level, within the time of the call. @returns false when it failed */
  #load(leftMs: number): boolean {
    const reply = this.#program.load(Math.min(leftMs, this.#request.itemLimitMs));
    if (reply.kind !== "loaded") this.#fill(failureOf(reply));
    return reply.kind === "loaded";
  }

  /** Runs argument lists until one waits, one fails, or the time slice ends. */
  #runSlice(leftMs: number): void {
    const { count, itemLimitMs } = this.#request;
    const began = performance.now();
    const breach = this.#evaluate(Math.min(leftMs, itemLimitMs + (count > 1 ? sliceMs : 0)));
    const ranMs = performance.now() - began;
    const { isFrozen, entry } = this.#program;
    const text = entry.control.takeOutcomes();
    const hasFailed = breach === undefined ? isThrown(text) : breach !== "timeout";
    // Code that fails because built-in objects are frozen does so early; later there is no time to repeat it.
    if (isFrozen && hasFailed && ranMs <= itemLimitMs / 2) {
      return this.#program.repeatUnfrozen(breach !== "broken", itemLimitMs);
    }
    if (breach === undefined || !this.#program.isFreshEachCall) this.#collect(text);
    if (breach !== undefined) this.#breakOff(breach);
    this.#program.endCall(itemLimitMs);
  }

  #arm(): void {
    const { name, seed, argsList, recordsCalls } = this.#request;
    const { entry, entryUnit, isFreshEachCall } = this.#program;
    const slice = isFreshEachCall ? 0 : sliceMs;
    entry.control.armCalls(entryUnit, name, argsList, seed, slice, this.#done, recordsCalls);
  }

  /** Takes the outcomes of finished argument lists. */
  #collect(text: string): void {
    const count = this.#program.entry.control.done() - this.#done;
    if (count === 0) return;
    if (this.#hasRoomFor(text)) return this.#add(text, count);
    for (let index = 0; index < count; index++) this.#add(tooMuch, 1);
  }

  /** What a finished argument list left behind may be what hangs; alone in its realms, the list is charged for it. */
  #breakOff(breach: Breach): void {
    const { isFreshEachCall, entry } = this.#program;
    if (isFreshEachCall || entry.control.isUnfinished()) this.#giveUp(breach);
    else this.#program.dropRealms();
  }

  /** Ends the current argument list without a result. */
  #giveUp(breach: Breach): void {
    const fields = this.#program.entry.control.abandon();
    const outcome = this.#outcomeOf(breach, fields);
    this.#add(this.#hasRoomFor(outcome) ? outcome : this.#outcomeOf(breach, ""), 1);
    if (breach !== "pending") this.#program.dropRealms();
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
    while (this.#done < this.#request.count) {
      this.#add(this.#hasRoomFor(text) ? text : tooMuch, 1);
    }
  }

  #hasRoomFor(text: string): boolean {
    return this.#outcomes.length + text.length <= maxReplyChars;
  }

  #add(text: string, count: number): void {
    this.#outcomes += (this.#done === 0 ? "" : ",") + text;
    this.#done += count;
  }

  /** Runs the entry and all that its promise waits for. @returns the reason when it was interrupted */
  #evaluate(limitMs: number): Breach | undefined {
    this.#toolCalls.clear(); // tool calls of earlier argument lists have ended
    const end = performance.now() + limitMs;
    return this.#evaluateEntry(end, limitMs) ?? this.#awaitPromise(end);
  }

  #evaluateEntry(end: number, limitMs: number): Breach | undefined {
    const hasTimer = this.#request.count > 1 || !this.#program.runsWithoutTimer;
    const { kind } = this.#program.entry.evaluate(hasTimer ? limitMs : Infinity);
    if (kind !== "done") return kind;
    this.#program.noteDuration(performance.now() - (end - limitMs));
    return undefined;
  }

  /** Evaluates the other realms and exchanges messages until the entry's promise has settled. */
  #awaitPromise(end: number): Breach | undefined {
    const { control } = this.#program.entry;
    while (control.isPending()) {
      const breach = this.#evaluateOthers(end) ?? this.#forwardMessages(end);
      if (breach === "forwarded") continue;
      if (breach !== undefined) return breach;
      if (!control.isPending()) break;
      if (this.#toolCalls.size === 0) return "pending";
      const answer = this.#pipes.waitForAnswer();
      if (answer === undefined) return "timeout";
      const late = this.#answer(answer, end);
      if (late !== undefined) return late;
    }
    return undefined;
  }

  /** Continues the promises of the other realms. */
  #evaluateOthers(end: number): Breach | undefined {
    const { entry, realms } = this.#program;
    for (const realm of realms.values()) {
      if (realm === entry) continue;
      const leftMs = end - performance.now();
      if (leftMs <= 0) return "timeout";
      const { kind } = realm.evaluate(leftMs);
      if (kind !== "done") return kind;
    }
    return undefined;
  }

  /** Sends tool calls to the host, and settled promises to the other realms. */
  #forwardMessages(end: number): Breach | "forwarded" | undefined {
    let hasForwarded = false;
    for (const [name, realm] of this.#program.realms) {
      const messages = realm.control.takeMessages();
      if (messages === "") continue;
      hasForwarded = true;
      for (const message of JSON.parse(messages) as RealmMessage[]) { // the realm's trusted code wrote it
        if (message.kind === "tool") {
          this.#ask(realm, message);
          continue;
        }
        const breach = this.#settle(name, message, end);
        if (breach !== undefined) return breach;
      }
    }
    return hasForwarded ? "forwarded" : undefined;
  }

  #ask(realm: KernelRealm, { id, tool, args }: Extract<RealmMessage, { kind: "tool" }>): void {
    const toolCall = ++lastToolCall;
    this.#toolCalls.set(toolCall, { realm, key: `tool ${id}` });
    this.#pipes.send({
      type: "tool",
      id: toolCall,
      item: this.#program.entry.control.done(),
      tool,
      args,
    });
  }

  /** Delivers the answer of a host tool. */
  #answer({ id, isError, text }: AnswerMessage, end: number): Breach | undefined {
    const toolCall = this.#toolCalls.get(id);
    if (toolCall === undefined) return undefined;
    this.#toolCalls.delete(id);
    const outcome = isError
      ? `{"kind":"thrown","error":${text}}`
      : `{"kind":"value","value":${text}}`;
    return deliver(toolCall.realm, toolCall.key, outcome, end);
  }

  /** Delivers the outcome of one realm's promise to the waiting realm. */
  #settle(
    from: string,
    { id, outcome }: Extract<RealmMessage, { kind: "settled" }>,
    end: number,
  ): Breach | undefined {
    for (const realm of this.#program.realms.values()) {
      const breach = deliver(realm, `${from} ${id}`, JSON.stringify(outcome), end);
      if (breach !== undefined) return breach;
    }
    return undefined;
  }
}

/** Whether the first of the outcomes is an error. */
function isThrown(outcomes: string): boolean {
  return outcomes.startsWith('{"kind":"thrown"');
}

/** The reason why an argument list ended without a result. */
type Breach = "timeout" | "pending" | "broken";

/** The outcome of an argument list whose own outcome does not fit in the reply. */
const tooMuch = outcome(
  "refused",
  "RangeError",
  `Cannot return the result: the whole batch returned more than ${maxReplyChars} characters`,
);

function outcome(kind: string, name: string, message: string, fields = ""): string {
  return `{"kind":"${kind}","error":${describeFailure(name, message)}${fields}}`;
}

/** Top-level code that succeeded the first time can fail in a later run. */
function failureOf(reply: Exclude<LoadReply, { kind: "loaded" }>): string {
  if (reply.kind === "thrown") return `{"kind":"thrown","error":${JSON.stringify(reply.error)}}`;
  return outcome("timeout", "TimeoutError", "Cannot finish: its top level ran out of time");
}

/** Settles a promise of a realm. */
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

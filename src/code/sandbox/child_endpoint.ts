/**
 * The comlink endpoint on a child's pipes, and the guard at it: nothing but the reply that is due gets through.
 *
 * The host wraps this endpoint and never exposes anything. Requests are answered in order, so the one reply that may
 * come is known; everything else that the child writes is a breach, and ends it. Comlink has no failure, so a request
 * whose child died is answered with a {@linkcode Crash}, which no child can forge.
 *
 * @module
 */
import type { Endpoint } from "comlink";
import { encodeFrame, FrameReader } from "../../../sandbox/frame.ts";
import type { AbortMessage, AnswerMessage, ToolMessage } from "../../../sandbox/wire.ts";
import { wireVersion } from "../../../sandbox/wire.ts";
import type { Child } from "./launch_child.ts";
import { graceMs } from "./limits.ts";

/** A reply of the child, still a claim, and how long it took. */
export class Arrival {
  /** @param value what the child says @param durationMs from when its turn came, measured here */
  constructor(readonly value: unknown, readonly durationMs: number) {}
}

/** The child died, or had to be killed. */
export class Crash {
  /** A clause without a subject. */
  readonly reason: string;
  /** Whether it was killed for lack of an answer. */
  readonly isOverdue: boolean;
  /** Whether another request was at hand when it died, so that this one may be made again. */
  readonly isBystander: boolean;
  readonly durationMs: number;

  /** @param fields of the same names */
  constructor(fields: Pick<Crash, "reason" | "isOverdue" | "isBystander" | "durationMs">) {
    this.reason = fields.reason;
    this.isOverdue = fields.isOverdue;
    this.isBystander = fields.isBystander;
    this.durationMs = fields.durationMs;
  }
}

/** Why a child was ended. */
export interface DeathOptions {
  /** It did not answer in time. @default false */
  readonly isOverdue?: boolean;
  /** No request is to blame, also not the one at hand. @default false */
  readonly areAllInnocent?: boolean;
}

/** What an endpoint tells its owner. */
export interface EndpointOwner {
  /** The request at hand asks for a tool. */
  onTool(message: ToolMessage, request: unknown): void;
  readonly maxMessagesPerSecond: number;
}

interface Pending {
  readonly id: string;
  readonly request: unknown;
  readonly limitMs: number;
}

/** How long a program outlives its last request. */
const relaxMs = 5;

type Listener = (event: MessageEvent) => void;

/** The two pipes of one child. */
export class ChildEndpoint implements Endpoint {
  readonly #child: Child;
  /** Until the child is gone. Comlink keeps an endpoint as long as its proxies live, and the owner holds the proxies. */
  #owner: EndpointOwner | undefined;
  readonly #reader = new FrameReader();
  readonly #ready = Promise.withResolvers<void>();
  readonly #listeners = new Set<Listener>();
  /** In the order in which they will be answered. */
  readonly #pending: Pending[] = [];
  #outgoing: Uint8Array<ArrayBuffer>[] = [];
  #isReady = false;
  #death: { reason: string } & DeathOptions | undefined;
  /** When the turn of the first pending request came. */
  #turnAt = 0;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #watchdogDue = 0;
  #relaxing: ReturnType<typeof setTimeout> | undefined;
  #isHeld = false;
  #hasOpenTools = false;
  #secondBegan = 0;
  #messagesInSecond = 0;

  /** @param child to talk to @param owner told of tool calls */
  constructor(child: Child, owner: EndpointOwner) {
    this.#child = child;
    this.#owner = owner;
    child.hold(false);
    this.#ready.promise.catch(() => {}); // asked for by `ready`
    this.#read();
  }

  /** Settles when the kernel serves; rejects with the reason when it never will. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Whether no more requests are answered. */
  get isDead(): boolean {
    return this.#death !== undefined;
  }

  /** Comlink sends a request. Every one has a `limitMs`, after which, and some grace, the child is killed. */
  postMessage(message: { id?: string; argumentList?: { value: { limitMs?: number } }[] }): void {
    const { id } = message;
    if (id === undefined) return;
    const frame = encodeFrame(message); // throws for a message that is too large, before it is queued
    const request = message.argumentList?.[0]?.value;
    const pending = { id, request, limitMs: request?.limitMs ?? 1_000 };
    if (this.#death !== undefined) {
      const crash = this.#crash(true, 0);
      queueMicrotask(() => this.#emit(id, crash));
      return;
    }
    this.#pending.push(pending);
    if (this.#pending.length === 1) {
      this.#hold();
      this.#beginTurn();
    }
    this.#write(frame);
  }

  /** Sends what is no request: the kernel's text, a tool's answer. */
  send(message: AnswerMessage | AbortMessage | { readonly realm: string }): void {
    this.#write(encodeFrame(message));
  }

  /** The request at hand waits for host tools, or no longer. */
  waitForTools(isWaiting: boolean): void {
    this.#hasOpenTools = isWaiting;
  }

  addEventListener(_type: string, listener: EventListenerOrEventListenerObject): void {
    this.#listeners.add(listener as Listener); // comlink gives functions
  }

  removeEventListener(_type: string, listener: EventListenerOrEventListenerObject): void {
    this.#listeners.delete(listener as Listener); // comlink gives functions
  }

  /** Kills the child; requests that wait are answered with a {@linkcode Crash}. */
  async close(reason: string, options: DeathOptions = {}): Promise<void> {
    if (this.#death === undefined) {
      this.#death = { reason, ...options };
      clearTimeout(this.#watchdog);
      clearTimeout(this.#relaxing);
      this.#owner = undefined;
      this.#ready.reject(new Error(reason));
    }
    await this.#child.kill();
    await this.#child.input.abort().catch(() => {}); // its other end is gone
    const durationMs = performance.now() - this.#turnAt;
    this.#pending.splice(0).forEach(({ id }, index) => {
      this.#emit(id, this.#crash(index > 0, durationMs));
    });
    this.#child.hold(false);
  }

  #crash(isBehind: boolean, durationMs: number): Crash {
    const { reason = "is gone", isOverdue = false, areAllInnocent = false } = this.#death ?? {};
    const isBystander = isBehind || areAllInnocent;
    return new Crash({ reason, isOverdue: isOverdue && !isBystander, isBystander, durationMs });
  }

  async #read(): Promise<void> {
    let chunk = new Uint8Array(64 * 1024); // lent to each read and given back by it
    try {
      for (;;) {
        const { value, done } = await this.#child.output.read(chunk);
        if (done) break;
        this.#reader.push(value);
        chunk = new Uint8Array(value.buffer);
        for (let text = this.#reader.next(); text !== undefined; text = this.#reader.next()) {
          this.#receive(text);
        }
      }
    } catch (error) {
      await this.close(`broke the protocol: ${error instanceof Error ? error.message : error}`);
      await this.#child.output.cancel().catch(() => {}); // its other end is gone
      return;
    }
    const status = await this.#child.status;
    await this.close(describeStatus(status, this.#child.lastWords()));
  }

  /** @throws {TypeError} for anything but what is due */
  #receive(text: string): void {
    if (this.#death !== undefined) return;
    const message: unknown = JSON.parse(text);
    if (!isRecord(message)) throw new TypeError("a message that is no record");
    if (!this.#isReady) {
      if (message.type !== "ready" || message.version !== wireVersion) {
        throw new TypeError("a first message that is not the kernel's");
      }
      this.#isReady = true;
      this.#ready.resolve();
      return;
    }
    const head = this.#pending[0];
    if (head === undefined) throw new TypeError("a message that nobody asked for");
    if (message.type === "tool") return this.#receiveTool(message, head.request);
    if (message.type !== "RAW" || message.id !== head.id) {
      throw new TypeError("a reply that is not due");
    }
    this.#pending.shift();
    const durationMs = performance.now() - this.#turnAt;
    if (this.#pending.length === 0) this.#relax();
    else this.#beginTurn();
    this.#emit(head.id, new Arrival(message.value, durationMs));
  }

  #receiveTool({ id, tool, args }: Record<string, unknown>, request: unknown): void {
    const now = performance.now();
    if (now - this.#secondBegan > 1_000) {
      this.#secondBegan = now;
      this.#messagesInSecond = 0;
    }
    if (this.#owner === undefined) return;
    if (++this.#messagesInSecond > this.#owner.maxMessagesPerSecond) {
      throw new TypeError("too many messages in a second");
    }
    if (typeof id !== "number" || typeof tool !== "string" || typeof args !== "string") {
      throw new TypeError("a malformed tool call");
    }
    this.#owner.onTool({ type: "tool", id, tool, args }, request);
  }

  #emit(id: string, value: Arrival | Crash): void {
    // All that comlink reads of an event is its data.
    const event = { data: { id, type: "RAW", value } } as MessageEvent;
    for (const listener of this.#listeners) listener(event);
  }

  /** Frames of one turn of the event loop go out in one write, for a write costs more than all else of a call. */
  #write(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#outgoing.length === 0) queueMicrotask(() => this.#flush());
    this.#outgoing.push(frame.slice());
  }

  #flush(): void {
    const frames = this.#outgoing;
    this.#outgoing = [];
    const [first] = frames;
    const bytes = frames.length === 1 && first !== undefined ? first : joined(frames);
    this.#child.input.write(bytes).catch(() => {}); // a dead child is seen by its status
  }

  /** A child keeps the program alive while a request waits for it. */
  #hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#child.hold(true);
  }

  /** Lets go a little later, for the next request often comes at once. */
  #relax(): void {
    this.#relaxing ??= setTimeout(() => {
      this.#relaxing = undefined;
      if (this.#pending.length > 0) return;
      this.#isHeld = false;
      this.#child.hold(false);
    }, relaxMs);
  }

  #beginTurn(): void {
    this.#turnAt = performance.now();
    // One timer serves many turns: fired too early it looks again, and is set anew only when it would be too late.
    const due = this.#turnAt + (this.#pending[0]?.limitMs ?? 0);
    if (this.#watchdog === undefined || due < this.#watchdogDue) this.#arm(due);
  }

  #arm(due: number): void {
    clearTimeout(this.#watchdog);
    const timer = setTimeout(() => this.#look(), Math.max(0, due - performance.now()));
    Deno.unrefTimer(timer);
    this.#watchdog = timer;
    this.#watchdogDue = due;
  }

  /** Fires at the limit, to abort a call that waits for tools, and after the grace, to kill. */
  #look(): void {
    this.#watchdog = undefined;
    const head = this.#pending[0];
    if (head === undefined || this.#death !== undefined) return;
    const now = performance.now();
    const due = this.#turnAt + head.limitMs;
    if (now < due) return this.#arm(due);
    if (now < due + graceMs) {
      if (this.#hasOpenTools) this.send({ type: "abort", id: head.id });
      return this.#arm(due + graceMs);
    }
    this.close(`did not answer within ${head.limitMs} ms`, { isOverdue: true });
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describeStatus({ signal, code }: Deno.CommandStatus, lastWords: string): string {
  const words = lastWords === "" ? "" : `: ${lastWords.split("\n", 1)[0]}`;
  if (code === 72) return "used more memory than it may";
  if (signal === "SIGXCPU") return "used more CPU time than it may";
  if (signal === "SIGTRAP" || signal === "SIGABRT" || signal === "SIGILL") {
    return `was ended by V8 (${signal}), most likely out of memory`;
  }
  if (signal !== null) return `was ended by ${signal}`;
  return `ended by itself with code ${code}${words}`;
}

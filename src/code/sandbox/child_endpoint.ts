/**
 * The comlink endpoint on a child's pipes; accepts only the expected reply.
 *
 * The host wraps this endpoint and exposes nothing. Requests are answered in order, so the id of the next reply is
 * known; any message other than that reply or a tool call ends the child. Comlink has no failed replies, so a
 * request whose child died is answered with a {@linkcode Crash}, which no child can forge.
 *
 * @module
 */
import { messageOf } from "../../message_of.ts";
import { joinedBytes } from "../../joined_bytes.ts";
import { isRecord } from "../../record.ts";
import type { Endpoint } from "comlink";
import { encodeFrame } from "../../../sandbox/frame.ts";
import type {
  AbortMessage,
  AnswerMessage,
  BootKernel,
  ToolMessage,
} from "../../../sandbox/wire.ts";
import { wireVersion } from "../../../sandbox/wire.ts";
import { describeStatus } from "../child/child_status.ts";
import type { Child } from "../child/launch_child.ts";
import { WorkerProcessorTime } from "../child/processor_time.ts";
import { readFrames } from "../child/read_frames.ts";
import { Watchdog } from "../child/watchdog.ts";
import { graceMs } from "./limits.ts";
import { Turn } from "./turn.ts";

/** A reply of the child, still untrusted, and its duration. */
export class Reply {
  /**
   * @param value the child's claim @param durationMs time since its turn began, measured by the host
   * @param lostMs the part of it in which the child did not run; Infinity when that is not known
   */
  constructor(
    readonly value: unknown,
    readonly durationMs: number,
    readonly lostMs: number,
  ) {}
}

/** The child died or was killed. */
export class Crash {
  /** The cause as a clause without a subject. */
  readonly reason: string;
  /** Whether it was killed after a time limit. */
  readonly isOverdue: boolean;
  /** Whether it died during another request, so that this request may be repeated. */
  readonly isBystander: boolean;
  readonly durationMs: number;

  /** @param fields the fields of the same names */
  constructor(fields: Pick<Crash, "reason" | "isOverdue" | "isBystander" | "durationMs">) {
    this.reason = fields.reason;
    this.isOverdue = fields.isOverdue;
    this.isBystander = fields.isBystander;
    this.durationMs = fields.durationMs;
  }
}

/** The cause of a child's end. */
export interface DeathOptions {
  /** Whether a time limit was exceeded. @default false */
  readonly isOverdue?: boolean;
  /** Whether no request is the cause, so that each may be repeated. @default false */
  readonly areAllBystanders?: boolean;
}

/** The user of an endpoint. */
export interface EndpointOwner {
  /** Called when the current request calls a tool. */
  onTool(message: ToolMessage, request: unknown): void;
  /** Whether a request waits for the answer of a tool. */
  isWaiting(request: unknown): boolean;
  readonly maxMessagesPerSecond: number;
}

interface Pending {
  readonly id: string;
  readonly request: unknown;
  readonly limitMs: number;
  /** Whether its processor time is counted from its first moment. */
  readonly isSecondLook: boolean;
}

/** Interval of the looks at a child that is overdue but did not run all the time. */
const overdueMs = 50;

/** How long an idle child keeps the program alive; the next request often follows at once. */
const relaxMs = 5;

/** Maximum bytes that wait for the child to read; above it no request is sent, and a tool's answer ends the child. */
export const maxUnsentBytes = 64 * 1024 * 1024;

/** The time limits of a request. */
interface TimedRequest {
  readonly limitMs?: number;
  /** Set when a request is repeated because its child did not run all the time. */
  readonly processorMs?: number;
}

type Listener = (event: MessageEvent) => void;

/** The two pipes of one child. */
export class ChildEndpoint implements Endpoint {
  readonly #child: Child;
  /** Set until the child ends. Comlink holds an endpoint as long as its proxies, which the owner holds. */
  #owner: EndpointOwner | undefined;
  readonly #ready = Promise.withResolvers<void>();
  readonly #listeners = new Set<Listener>();
  /** In the order of their replies. */
  readonly #pending: Pending[] = [];
  #outgoing: Uint8Array<ArrayBuffer>[] = [];
  #isReady = false;
  #death: { reason: string } & DeathOptions | undefined;
  readonly #processor: WorkerProcessorTime;
  /** The turn of the first pending request, or the last one. */
  #turn: Turn;
  readonly #watchdog = new Watchdog(() => this.#look());
  #relaxing: ReturnType<typeof setTimeout> | undefined;
  #isHeld = false;
  #unsentBytes = 0;
  #secondBegan = 0;
  #messagesInSecond = 0;

  /** @param child its pipes @param owner handles its tool calls */
  constructor(child: Child, owner: EndpointOwner) {
    this.#child = child;
    this.#owner = owner;
    this.#processor = new WorkerProcessorTime(child.pid);
    this.#turn = new Turn(0, this.#processor);
    child.hold(false);
    this.#ready.promise.catch(() => {}); // handled by the callers of `ready`
    this.#read();
  }

  /** Settles when the kernel serves; rejects with the reason when the child ends first. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Whether the child has ended, so that requests are answered with a crash. */
  get isDead(): boolean {
    return this.#death !== undefined;
  }

  /**
   * Sends a request of comlink. Each has a time limit; a child that ran longer, with a grace period, is killed.
   *
   * @throws {RangeError} when the request does not fit into a frame
   */
  postMessage(message: { id?: string; argumentList?: { value: TimedRequest }[] }): void {
    const { id } = message;
    if (id === undefined) return;
    const frame = encodeFrame(message); // before the request counts as sent: it may be too large
    const request = message.argumentList?.[0]?.value;
    const pending = {
      id,
      request,
      limitMs: request?.processorMs ?? request?.limitMs ?? 1_000,
      isSecondLook: request?.processorMs !== undefined,
    };
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

  /** Whether too many bytes wait for the child. */
  get isBackedUp(): boolean {
    return this.#unsentBytes > maxUnsentBytes;
  }

  /** Sends the source of the kernel. */
  sendKernel(boot: BootKernel): void {
    this.#write(encodeFrame(boot));
  }

  /** Sends a tool's answer. */
  sendAnswer(answer: AnswerMessage): void {
    if (this.#death !== undefined) return;
    if (this.isBackedUp) return void this.close("did not read the answers of its tools");
    this.#write(encodeFrame(answer));
  }

  addEventListener(_type: string, listener: EventListenerOrEventListenerObject): void {
    this.#listeners.add(listener as Listener); // comlink gives functions
  }

  removeEventListener(_type: string, listener: EventListenerOrEventListenerObject): void {
    this.#listeners.delete(listener as Listener); // comlink gives functions
  }

  /** Kills the child; pending requests are answered with a {@linkcode Crash}. */
  async close(reason: string, options: DeathOptions = {}): Promise<void> {
    if (this.#death === undefined) {
      this.#death = { reason, ...options };
      this.#watchdog.stop();
      clearTimeout(this.#relaxing);
      this.#owner = undefined;
      this.#ready.reject(new Error(reason));
    }
    await this.#child.kill();
    await this.#child.input.abort().catch(() => {}); // the other end is closed
    const durationMs = performance.now() - this.#turn.beganAt;
    this.#pending.splice(0).forEach(({ id }, index) => {
      this.#emit(id, this.#crash(index > 0, durationMs));
    });
    this.#child.hold(false);
  }

  #crash(isBehind: boolean, durationMs: number): Crash {
    const { reason = "is gone", isOverdue = false, areAllBystanders = false } = this.#death ?? {};
    const isBystander = isBehind || areAllBystanders;
    return new Crash({ reason, isOverdue: isOverdue && !isBystander, isBystander, durationMs });
  }

  async #read(): Promise<void> {
    try {
      await readFrames(this.#child.output, (text) => this.#receive(text));
    } catch (error) {
      await this.close(`broke the protocol: ${messageOf(error)}`);
      await this.#child.output.cancel().catch(() => {}); // the other end is closed
      return;
    }
    const status = await this.#child.status;
    await this.close(describeStatus(status, this.#child.lastWords()));
  }

  /** @throws {TypeError} for any message except a tool call and the expected reply */
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
    if (head === undefined) throw new TypeError("a message without a request");
    if (message.type === "tool") return this.#receiveTool(message, head.request);
    if (message.type !== "RAW" || message.id !== head.id) {
      throw new TypeError("a reply that is not due");
    }
    this.#pending.shift();
    const durationMs = performance.now() - this.#turn.beganAt;
    const lostMs = this.#turn.lostMs();
    if (this.#pending.length === 0) this.#relax();
    else this.#beginTurn();
    this.#emit(head.id, new Reply(message.value, durationMs, lostMs));
  }

  #receiveTool({ id, item, tool, args }: Record<string, unknown>, request: unknown): void {
    const now = performance.now();
    if (now - this.#secondBegan > 1_000) {
      this.#secondBegan = now;
      this.#messagesInSecond = 0;
    }
    if (this.#owner === undefined) return;
    if (++this.#messagesInSecond > this.#owner.maxMessagesPerSecond) {
      throw new TypeError("too many messages in a second");
    }
    if (
      typeof id !== "number" || typeof item !== "number" || typeof tool !== "string" ||
      typeof args !== "string"
    ) {
      throw new TypeError("a malformed tool call");
    }
    this.#turn.noteTool();
    this.#owner.onTool({ type: "tool", id, item, tool, args }, request);
  }

  #abort(id: string): void {
    const message: AbortMessage = { type: "abort", id };
    this.#write(encodeFrame(message));
  }

  #emit(id: string, value: Reply | Crash): void {
    // Comlink reads only the event's data.
    const event = { data: { id, type: "RAW", value } } as MessageEvent;
    for (const listener of this.#listeners) listener(event);
  }

  /** Frames of one turn of the event loop are sent in one write: a write costs more than the rest of a call. */
  #write(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#outgoing.length === 0) queueMicrotask(() => this.#flush());
    this.#unsentBytes += frame.length;
    this.#outgoing.push(frame.slice());
  }

  #flush(): void {
    const frames = this.#outgoing;
    this.#outgoing = [];
    const [first] = frames;
    const bytes = frames.length === 1 && first !== undefined ? first : joinedBytes(frames);
    const written = () => void (this.#unsentBytes -= bytes.length);
    this.#child.input.write(bytes).then(written, written); // the exit of a dead child is detected by its status
  }

  /** A child keeps the program alive while a request waits. */
  #hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#child.hold(true);
  }

  /** Lets the program end after a short delay. */
  #relax(): void {
    this.#relaxing ??= setTimeout(() => {
      this.#relaxing = undefined;
      if (this.#pending.length > 0) return;
      this.#isHeld = false;
      this.#child.hold(false);
    }, relaxMs);
  }

  #beginTurn(): void {
    const { limitMs = 0, isSecondLook = false } = this.#pending[0] ?? {};
    this.#turn = new Turn(limitMs, this.#processor);
    if (isSecondLook) this.#turn.look();
    this.#watchdog.atLatest(this.#turn.lookAt);
  }

  /**
   * Soon after the beginning notes the child's processor time. At the limit aborts a call that waits for tools. After
   * the grace period kills the child, unless it did not run all the time.
   */
  #look(): void {
    const head = this.#pending[0];
    if (head === undefined || this.#death !== undefined) return;
    const now = performance.now();
    const { lookAt, due } = this.#turn;
    if (now < lookAt) return this.#watchdog.at(lookAt);
    this.#turn.look();
    if (now < due) return this.#watchdog.at(due);
    if (now < due + graceMs) {
      if (this.#owner?.isWaiting(head.request)) this.#abort(head.id);
      return this.#watchdog.at(due + graceMs);
    }
    if (!this.#turn.isOver()) return this.#watchdog.at(now + overdueMs);
    this.close(`did not answer within ${head.limitMs} ms`, { isOverdue: true });
  }
}

/**
 * A service: pure functions on untrusted text, in a child process that is killed and replaced when a request takes too
 * long or too much memory.
 *
 * @module
 */
import { encodeFrame } from "../../../sandbox/frame.ts";
import { SandboxError } from "../../errors.ts";
import { processorMs } from "./processor_time.ts";
import { ServiceProcess, type ServiceProcessOptions } from "./service_process.ts";
import type { ServiceMessage, ServiceRequest } from "./service_message.ts";
import { Watchdog } from "./watchdog.ts";

/** Settings of a service. */
export interface ServiceOptions extends ServiceProcessOptions {
  /** Processor time of one request, in milliseconds. */
  readonly limitMs: number;
}

/** The outcome of a request. */
export type ServiceReply =
  | {
    readonly kind: "answered";
    /** What the function returned: the child's claim. */
    readonly value: unknown;
  }
  | {
    /** The function threw. */
    readonly kind: "failed";
    readonly name: string;
    readonly message: string;
  }
  | {
    /** The request was too much for the child, which was replaced. */
    readonly kind: "overdue" | "crashed";
    /** A clause without a subject: `took more than 5000 ms`. */
    readonly reason: string;
  };

interface Request {
  readonly id: number;
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly settle: (reply: ServiceReply) => void;
  readonly fail: (error: unknown) => void;
  /** Children that died of it. */
  deaths: number;
}

/** A crash may have another cause, such as a machine without memory; the second one is the request's own. */
const maxDeaths = 2;

/** A child may be killed while it starts, as by a system short of memory; so many starts in a row fail for good. */
const maxFailedStarts = 3;

/** On a starved machine a child may take this much longer than its processor time. */
const maxWallFactor = 20;

/** Without a measure of processor time the clock counts this many times the limit. */
const wallFactor = 3;

/** How old the beginning of a turn's processor time may be: a reading costs more than most requests. */
const maxReadingAgeMs = 50;

/** How long an idle child keeps the program alive; the next request often follows at once. */
const relaxMs = 5;

/** One child and the queue before it. The child starts at the first request. */
export class Service {
  readonly #options: ServiceOptions;
  readonly #queue: Request[] = [];
  #process: ServiceProcess | undefined;
  #lastId = 0;
  /** Starts in a row that failed. */
  #failedStarts = 0;
  /** How many requests of the queue were sent. */
  #sent = 0;
  #turnAt = 0;
  #turnProcessorMs: number | undefined;
  #readAt = -Infinity;
  readonly #watchdog = new Watchdog(() => this.#look());
  #relaxing: ReturnType<typeof setTimeout> | undefined;

  /** A service that is not started yet. */
  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /** Id of the child, if it runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the child ahead of the first request; if it cannot be started, the request fails. */
  start(): void {
    this.#launch();
  }

  /**
   * Calls a function of the child.
   *
   * @param name of the function @param argument plain data
   * @throws {SandboxError} when no child can be started
   * @throws {RangeError} when the argument does not fit into a frame
   */
  ask(name: string, argument: unknown): Promise<ServiceReply> {
    const id = ++this.#lastId;
    const frame = encodeFrame({ id, name, argument } satisfies ServiceRequest).slice();
    const { promise, resolve, reject } = Promise.withResolvers<ServiceReply>();
    this.#queue.push({ id, frame, settle: resolve, fail: reject, deaths: 0 });
    this.#launch();
    this.#process?.hold(true);
    this.#sendAll();
    return promise;
  }

  /** Ends the child; a later request starts another. */
  async close(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    this.#watchdog.stop();
    clearTimeout(this.#relaxing);
    this.#failAll(new SandboxError(`Cannot ask ${this.#options.name}: it was closed`));
    await child?.kill("was closed");
  }

  /** Starts a child unless one runs. */
  #launch(): void {
    if (this.#process !== undefined) return;
    this.#sent = 0;
    this.#readAt = -Infinity; // of another child
    try {
      const child: ServiceProcess = new ServiceProcess(this.#options, {
        onMessage: (message) => this.#receive(message),
        onEnd: (reason, isReady) => this.#replace(child, reason, isReady),
      });
      child.hold(this.#queue.length > 0);
      this.#process = child;
    } catch (error) {
      this.#failAll(error);
    }
  }

  /** Requests are sent ahead of their turn, so that the child need not wait for the host. */
  #sendAll(): void {
    if (!this.#process?.isReady) return;
    while (this.#sent < this.#queue.length) {
      const request = this.#queue[this.#sent];
      if (request === undefined) return;
      this.#process.send(request.id, request.frame);
      if (++this.#sent === 1) this.#beginTurn();
    }
  }

  #receive(message: ServiceMessage): void {
    if (message.type === "ready") {
      this.#failedStarts = 0;
      return this.#sendAll();
    }
    const head = this.#queue.shift();
    this.#sent--;
    if (message.isLast) this.#dismiss("was replaced"); // it has used too much memory
    if (this.#queue.length === 0) this.#relax();
    else if (this.#sent > 0) this.#beginTurn();
    head?.settle(
      message.type === "answer"
        ? { kind: "answered", value: message.value }
        : { kind: "failed", name: message.name, message: message.message },
    );
  }

  /** Ends the child; requests that were sent ahead go to the next one. */
  #dismiss(reason: string): void {
    const child = this.#process;
    this.#process = undefined;
    child?.kill(reason);
    if (this.#queue.length > 0) this.#launch();
  }

  /** Starts the next child when requests wait; the first of them is taken for the cause. */
  #replace(child: ServiceProcess, reason: string, isReady: boolean): void {
    if (this.#process !== child) return; // its end was wanted
    this.#process = undefined;
    this.#watchdog.stop();
    if (!isReady && ++this.#failedStarts >= maxFailedStarts) {
      this.#failedStarts = 0;
      return this.#failAll(this.#startError(`the process ${reason}`));
    }
    const head = this.#sent > 0 ? this.#queue[0] : undefined;
    this.#sent = 0;
    if (head && ++head.deaths >= maxDeaths) {
      this.#queue.shift();
      head.settle({ kind: "crashed", reason });
    }
    if (this.#queue.length > 0) this.#launch();
  }

  #beginTurn(): void {
    this.#turnAt = performance.now();
    if (this.#turnAt - this.#readAt > maxReadingAgeMs) {
      this.#turnProcessorMs = this.#process && processorMs(this.#process.pid);
      this.#readAt = this.#turnAt;
    }
    this.#watchdog.at(this.#turnAt + this.#options.limitMs);
  }

  /** Ends a child whose request has used up its processor time. */
  #look(): void {
    const child = this.#process;
    const head = this.#queue[0];
    if (child === undefined || head === undefined || this.#sent === 0) return;
    const { limitMs } = this.#options;
    const wallMs = performance.now() - this.#turnAt;
    const now = processorMs(child.pid);
    const usedMs = now !== undefined && this.#turnProcessorMs !== undefined
      ? now - this.#turnProcessorMs
      : wallMs / wallFactor;
    if (usedMs < limitMs && wallMs < maxWallFactor * limitMs) {
      return this.#watchdog.at(performance.now() + Math.max(limitMs - usedMs, limitMs / 20));
    }
    this.#queue.shift();
    this.#dismiss("took too long");
    head.settle({ kind: "overdue", reason: `took more than ${limitMs} ms of processor time` });
  }

  #startError(reason: string): SandboxError {
    return new SandboxError(`Cannot start ${this.#options.name}: ${reason}`, {
      advice: "Run `doctor` to see what this machine lacks.",
    });
  }

  #failAll(error: unknown): void {
    for (const { fail } of this.#queue.splice(0)) fail(error);
    this.#sent = 0;
  }

  /** Lets the program end after a short delay. */
  #relax(): void {
    this.#watchdog.stop();
    this.#relaxing ??= setTimeout(() => {
      this.#relaxing = undefined;
      if (this.#queue.length === 0) this.#process?.hold(false);
    }, relaxMs);
  }
}

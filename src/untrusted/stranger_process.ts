/**
 * The process of a stranger's task: started without a permission, watched from outside, killed at its limits.
 *
 * @module
 */
import { describeStatus } from "../code/child/child_status.ts";
import { type Child, denials, launchChild } from "../code/child/launch_child.ts";
import { processorMs } from "../code/child/processor_time.ts";
import { encodeFrame } from "../code/child/frames.ts";
import { readFrames } from "../code/child/read_frames.ts";
import { SandboxError, TaskError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import { plainText } from "../printable.ts";
import { Channel, type Question } from "../wire/channel.ts";
import { decodeError, encodeError } from "../wire/errors.ts";
import type { HostMethod } from "./protocol.ts";
import { lockFlag } from "./lock_flag.ts";
import { residentBytes } from "./resident_bytes.ts";
import { type ShadowCache, shadowCache } from "./shadow_cache.ts";
import type { TaskLimits } from "./task_limits.ts";

/** Answers a question of the process. */
export type AnswerStranger = (question: Question) => Promise<unknown>;

/** Options of a question. */
export interface AskStrangerOptions {
  /** Longest wait, in milliseconds. */
  readonly deadlineMs: number;
  /** What is said of a process that is late. @default "took more time than it may for one question" */
  readonly late?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of questions under way, and of answers that the process has not read. */
const maxBytes = 64 * 1024 * 1024;

/** Resident memory of the idle process. */
const idleMb = 200;

/** Time limit of a start, also on a busy machine. */
const startMs = 60_000;

/**
 * Whether a process ended for want of memory. Besides the host only its own watch and a system without memory send SIGKILL; V8 ends
 * its process by the others when its heap is full, or when it is asked for something of a size that none has.
 */
function isOutOfMemory({ signal }: Deno.CommandStatus): boolean {
  return signal === "SIGKILL" || signal === "SIGTRAP" || signal === "SIGABRT" ||
    signal === "SIGILL";
}

/** Options of a start. */
export interface StartStrangerOptions {
  /** Longest time in which the thread of the process takes no message, also on a busy machine, in milliseconds. @default 60_000 */
  readonly silenceMs?: number;
}

/** Milliseconds between two looks at the process. */
const lookMs = 100;

const main = import.meta.resolve("../stranger/main.ts");

// Never called: the import lists the child's modules in the module graph, so that they are loaded, locked and cached
// with this one.
const _modulesOfTheChild = (): Promise<unknown> => import("../stranger/main.ts");

/** A question under way. */
interface Turn {
  readonly due: number;
  readonly late: string;
  /** Processor time of the process when it began; undefined where the system does not tell. */
  readonly beganMs: number | undefined;
}

/** A running process; when it ends, every question is rejected with a `TaskError` that says why. */
export class StrangerProcess implements AsyncDisposable {
  readonly #child: Child;
  readonly #cache: ShadowCache;
  readonly #limits: TaskLimits;
  readonly #silenceMs: number;
  readonly #channel: Channel;
  readonly #end = Promise.withResolvers<Error>();
  readonly #ended: Promise<void>;
  readonly #timer: ReturnType<typeof setInterval>;
  /** Questions under way. */
  readonly #turns = new Set<Turn>();
  #isReady = false;
  #reason: string | undefined;
  #hasBreached = false;
  /** When the process was last asked whether its thread is free; undefined when it has answered. */
  #askedAt: number | undefined;
  #servedBytes = 0;
  #unreadBytes = 0;
  #received = 0;

  private constructor(
    limits: TaskLimits,
    answer: AnswerStranger,
    { cache, silenceMs }: { readonly cache: ShadowCache; readonly silenceMs: number },
  ) {
    this.#limits = limits;
    this.#silenceMs = silenceMs;
    this.#cache = cache;
    this.#child = launch(limits, cache);
    this.#channel = new Channel({
      send: (message) => this.#send(encodeFrame(message).slice()),
      serve: (question) => this.#serve(question, answer),
      encodeError,
      decodeError: (json) => decodeError(json),
    });
    this.#timer = setInterval(() => this.#look(), lookMs);
    this.#ended = this.#read();
  }

  /** Starts a process. @throws {SandboxError} when it cannot be started */
  static async start(
    limits: TaskLimits,
    answer: AnswerStranger,
    { silenceMs = 60_000 }: StartStrangerOptions = {},
  ): Promise<StrangerProcess> {
    const cache = await shadowCache();
    let process: StrangerProcess;
    try {
      process = new StrangerProcess(limits, answer, { cache, silenceMs });
    } catch (error) {
      await cache[Symbol.asyncDispose]();
      throw error;
    }
    await process.ask("ready", null, { deadlineMs: startMs });
    process.#isReady = true;
    return process;
  }

  /** Id of the process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Why the process has ended; resolved before its questions are rejected. */
  get ended(): Promise<Error> {
    return this.#end.promise;
  }

  /** Asks the process. @returns JSON of any shape */
  async ask(
    method: HostMethod,
    argument: unknown,
    { deadlineMs, late, signal }: AskStrangerOptions,
  ): Promise<unknown> {
    const turn: Turn = {
      due: performance.now() + deadlineMs,
      late: late ?? "took more time than it may for one question",
      beganMs: processorMs(this.#child.pid),
    };
    this.#turns.add(turn);
    try {
      return await this.#channel.ask(method, argument, { signal });
    } finally {
      this.#turns.delete(turn);
    }
  }

  /** Ends the process for an answer that it should not have given. @throws always */
  async breach(error: unknown): Promise<never> {
    this.#hasBreached = true;
    await this.#kill(`broke the protocol: ${messageOf(error)}`);
    throw this.#error();
  }

  /** Ends the process and waits until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kill("was closed");
  }

  async #kill(reason: string): Promise<void> {
    this.#reason ??= reason;
    await this.#child.kill();
    await this.#ended;
  }

  async #serve(question: Question, answer: AnswerStranger): Promise<unknown> {
    const bytes = this.#received;
    this.#servedBytes += bytes;
    if (this.#servedBytes > maxBytes) {
      void this.#kill(`asked for more than it waits for: ${maxBytes} bytes of questions`);
    }
    try {
      return await answer(question);
    } finally {
      this.#servedBytes -= bytes;
    }
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    this.#unreadBytes += frame.length;
    if (this.#unreadBytes > maxBytes) void this.#kill("does not read what it asked for");
    this.#child.input.write(frame)
      .then(() => this.#unreadBytes -= frame.length)
      .catch(() => {}); // the exit of a dead child is detected by its status
  }

  async #read(): Promise<void> {
    try {
      await readFrames(this.#child.output, (text) => {
        this.#received = text.length;
        this.#channel.receive(JSON.parse(text));
      });
    } catch (error) {
      this.#reason ??= `broke the protocol: ${messageOf(error)}`;
      await this.#child.output.cancel().catch(() => {}); // the other end is closed
      await this.#child.kill();
    }
    const status = await this.#child.status;
    clearInterval(this.#timer);
    await this.#child.input.abort().catch(() => {}); // the other end is closed
    this.#reason ??= isOutOfMemory(status)
      ? this.#memoryReason()
      : describeStatus(status, this.#child.lastWords());
    await this.#cache[Symbol.asyncDispose]();
    this.#end.resolve(this.#error());
    this.#channel.close(this.#error());
  }

  #memoryReason(): string {
    const { memoryMb, offHeapMb } = this.#limits;
    return `used more memory than it may: ${memoryMb} MB of heap and ${offHeapMb} MB besides`;
  }

  #error(): Error {
    const reason = plainText(this.#reason ?? "ended").slice(0, 1_000);
    return this.#isReady
      ? new TaskError(`The process of the untrusted task ${reason}`, {
        advice: this.#hasBreached
          ? smallerAdvice
          : reason.startsWith("ended by itself")
          ? uncaughtAdvice
          : advice,
      })
      : new SandboxError(`Cannot start the process of an untrusted task: it ${reason}`, {
        advice: "Run `doctor` to see what this machine lacks.",
      });
  }

  /** A thread may wait for ever without using a processor. */
  #askWhetherFree(now: number): void {
    if (this.#askedAt !== undefined) return;
    this.#askedAt = now;
    this.#channel.ask("ready", null).then(() => this.#askedAt = undefined, () => {}); // closed: told elsewhere
  }

  /** Ends a process that is over a limit. */
  #look(): void {
    const { pid } = this.#child;
    const { memoryMb, offHeapMb, processorMs: mostMs } = this.#limits;
    const resident = residentBytes(pid);
    if (resident !== undefined && resident > (idleMb + memoryMb + offHeapMb) * 1024 * 1024) {
      return void this.#kill(this.#memoryReason());
    }
    const now = performance.now();
    if (this.#askedAt !== undefined && now - this.#askedAt > this.#silenceMs) {
      return void this.#kill("did not give its thread back");
    }
    if (this.#isReady && this.#turns.size > 0) this.#askWhetherFree(now);
    const usedMs = processorMs(pid);
    for (const { due, late, beganMs } of this.#turns) {
      if (now > due) return void this.#kill(late);
      if (!this.#isReady) continue; // loading the library is not the task's work
      // Questions under way share the process, and none is charged for the others.
      const mayUseMs = mostMs * this.#turns.size;
      if (usedMs !== undefined && beganMs !== undefined && usedMs - beganMs > mayUseMs) {
        return void this.#kill(`used more than ${mostMs / 1_000} seconds of processor time`);
      }
    }
  }
}

const advice =
  "Look for an endless loop, or for too much data, in the modules, the agent or the guide of the task.";

const uncaughtAdvice =
  "An error that nothing catches ends the process: await its promises, and catch what its timers throw.";

const smallerAdvice =
  "Make the part of the task that it names smaller or simpler; the limits of an untrusted task are fixed.";

function launch({ memoryMb, offHeapMb, cpuSeconds }: TaskLimits, cache: ShadowCache): Child {
  return launchChild({
    name: "the process of an untrusted task",
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--cached-only",
      lockFlag(main),
      "--no-code-cache",
      ...denials,
      "--unstable-worker-options",
      `--v8-flags=--max-old-space-size=${memoryMb},--disallow-code-generation-from-strings`,
      main,
      String((idleMb + memoryMb + offHeapMb) * 1024 * 1024),
    ],
    env: { DENO_DIR: cache.path },
    memoryMb: memoryMb + offHeapMb,
    cpuSeconds,
    mayWrite: !cache.isShadow,
  });
}

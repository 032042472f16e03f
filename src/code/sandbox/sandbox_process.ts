/**
 * One child process: loads and calls programs; every outcome is a value.
 *
 * @module
 */
// The package's main file is UMD, which loads Node compatibility; this file is the same code as a module.
// @ts-types="comlink"
import { type Remote, wrap } from "comlink/dist/esm/comlink.mjs";
import { requestLimits } from "../../../sandbox/limits.ts";
import { reasonOf } from "../../../sandbox/value/decode.ts";
import { encode, type EncodeRules } from "../../../sandbox/value/encode.ts";
import { inboundLimits } from "../../../sandbox/value/limits.ts";
import type { CallResult, ThrownError } from "../../../sandbox/protocol.ts";
import type { Kernel, LoadRequest } from "../../../sandbox/wire.ts";
import { SandboxError } from "../../errors.ts";
import {
  type Bystander,
  crashedLoad,
  crashResult,
  doubt,
  emptyReport,
  type LoadEnd,
  overdueResult,
} from "./call_results.ts";
import { ChildEndpoint, Crash, type DeathOptions, Reply } from "./child_endpoint.ts";
import { type KernelText, kernelText } from "./kernel_text.ts";
import type { Child } from "../child/launch_child.ts";
import { launchSandbox } from "./launch_sandbox.ts";
import { realmSettings, type SandboxLimits } from "./limits.ts";
import { parseOutcomes, rawError } from "./outcomes.ts";
import type { PreparedProgram } from "./prepared_program.ts";
import { plainError, thrownError } from "./thrown_error.ts";
import { ToolHost, type Tools } from "./tool_host.ts";
import { isDoubtful, wallLimitMs } from "./turn.ts";
import { Watchdog } from "../child/watchdog.ts";

/** Time limit of a start, also on a busy machine. */
const startLimitMs = 20_000;

/** Maximum programs per process; realms that are not shared take about half a megabyte each. */
const maxPrograms = 16;

/** Options of a start. */
export interface StartOptions {
  /** Whether waiting for the start keeps the program alive. @default true */
  readonly isHeld?: boolean;
  /** The texts to run; tests pass a forging kernel. @default the kernel's own */
  readonly text?: KernelText;
}

/** Calls of one function of a program. */
export interface ProgramCall {
  readonly program: PreparedProgram;
  readonly name: string;
  readonly argsList: readonly (readonly unknown[])[];
  readonly tools: Tools;
  readonly seed: number;
  /** Whether inner calls are recorded with arguments and results. @default true */
  readonly recordsCalls?: boolean | undefined;
  /** Time limit of one argument list. */
  readonly itemLimitMs: number;
  /** Time limit of all argument lists. */
  readonly limitMs: number;
  /** Whether it repeats one argument list whose time-out is doubted; its processor time counts. @default false */
  readonly isSecondLook?: boolean;
}

/** Programs that exceeded a time limit before; their calls keep the kernel's timer. */
const overdue = new WeakSet<PreparedProgram>();

/** A running child process. */
export class SandboxProcess {
  readonly #child: Child;
  readonly #limits: SandboxLimits;
  readonly #endpoint: ChildEndpoint;
  /** The kernel's functions, cached: each is a comlink proxy, which is expensive to make. */
  readonly #kernel: Pick<Remote<Kernel>, keyof Kernel>;
  readonly #tools: ToolHost;
  /** Ids of the loaded programs, the most recently used last. */
  readonly #programs = new Set<string>();
  #busyMs = 0;

  private constructor(child: Child, limits: SandboxLimits) {
    this.#child = child;
    this.#limits = limits;
    this.#tools = new ToolHost(limits, {
      send: (answer) => this.#endpoint.sendAnswer(answer),
      breach: (reason) => void this.#endpoint.close(reason),
    });
    this.#endpoint = new ChildEndpoint(child, {
      onTool: (message, request) => this.#tools.serve(message, request),
      isWaiting: (request) => this.#tools.isWaiting(request),
      maxMessagesPerSecond: limits.maxMessagesPerSecond,
    });
    const { load, unload, call } = wrap<Kernel>(this.#endpoint);
    this.#kernel = { load, unload, call };
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @param limits limits of its resources @param options options of the start
   * @throws {SandboxError} when it does not become ready
   */
  static async start(limits: SandboxLimits, options: StartOptions = {}): Promise<SandboxProcess> {
    const { process, worker, realm } = options.text ?? await kernelText();
    const child = launchSandbox({ mainSource: process, workerSource: worker, limits });
    const started = new SandboxProcess(child, limits);
    started.#endpoint.sendKernel({ realm });
    child.hold(options.isHeld ?? true);
    const watchdog = new Watchdog(() => void started.kill("did not start in time"));
    watchdog.at(performance.now() + startLimitMs);
    try {
      await started.#endpoint.ready;
    } catch (cause) {
      throw new SandboxError(`Cannot start a sandbox: the process ${(cause as Error).message}`, {
        cause,
        advice: "Run `doctor` to see what this machine lacks.",
      });
    } finally {
      watchdog.stop();
      child.hold(false);
    }
    return started;
  }

  /** Id of the process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Whether it must be replaced. */
  get isDead(): boolean {
    return this.#endpoint.isDead;
  }

  /** Whether it has used half of its CPU time, so that it should be replaced when idle. */
  get nearCpuLimit(): boolean {
    return this.#busyMs > this.#limits.cpuSeconds * 1_000 / 2;
  }

  /** Whether too many bytes wait for the child. */
  get isBackedUp(): boolean {
    return this.#endpoint.isBackedUp;
  }

  /** Number of loaded programs. */
  get programCount(): number {
    return this.#programs.size;
  }

  /** Whether a program is loaded. @param program its id */
  has(program: string): boolean {
    return this.#programs.has(program);
  }

  /** Whether no other program is loaded. @param program its id */
  isOnlyFor(program: string): boolean {
    return this.#programs.size === (this.#programs.has(program) ? 1 : 0);
  }

  /** Loads a program unless it is loaded; the least recently used one makes room. */
  async load(
    program: PreparedProgram,
    { isSecondLook = false } = {},
  ): Promise<LoadEnd | Bystander> {
    if (this.#programs.has(program.id)) {
      this.#markUsed(program.id); // another load must not unload it before its call is sent
      return { kind: "loaded" };
    }
    this.#makeRoom();
    const reply = await this.#sendLoad(program, isSecondLook);
    if (reply instanceof RangeError) {
      return { kind: "thrown", error: plainError(reply.name, reply.message) };
    }
    if (reply instanceof Crash) return reply.isBystander ? "bystander" : crashedLoad(reply);
    const claim = reply.value as { kind?: unknown; error?: unknown } | null; // each field is checked below
    switch (claim?.kind) {
      case "loaded":
        this.#programs.add(program.id);
        return { kind: "loaded" };
      case "thrown":
        return { kind: "thrown", error: thrownError(rawError(claim.error), program.positions) };
      case "timeout": {
        const { loadTimeoutMs } = this.#limits;
        const message = `Cannot load within ${loadTimeoutMs} ms: the top level did not end`;
        const end: LoadEnd = { kind: "timeout", error: plainError("TimeoutError", message) };
        return !isSecondLook && isDoubtful(reply.lostMs, loadTimeoutMs) ? doubt(end) : end;
      }
      default:
        return crashedLoad(await this.#breach("a reply to `load` of an unknown kind", reply));
    }
  }

  /** Calls a loaded program. */
  async call(call: ProgramCall): Promise<CallResult[] | Bystander> {
    const { program, argsList, itemLimitMs, isSecondLook = false } = call;
    const count = argsList.length;
    if (count === 0) return [];
    const text = argsText(argsList, this.#limits.maxDepth);
    if (typeof text !== "string") {
      return argsList.map(() => ({ kind: "refused", error: text, ...emptyReport(0) }));
    }
    const reply = await this.#send(call, text);
    if (reply instanceof Crash) {
      if (reply.isBystander) return "bystander";
      if (reply.isOverdue) overdue.add(program);
      return argsList.map(() => crashResult(reply, itemLimitMs));
    }
    try {
      const results = parseOutcomes(reply.value, {
        count,
        limits: this.#limits,
        positions: program.positions,
        durationMs: reply.durationMs,
        limitMs: itemLimitMs,
      });
      const { durationMs, lostMs } = reply;
      const isLate = isSecondLook && durationMs - lostMs > itemLimitMs;
      if (isLate) return argsList.map(() => overdueResult(durationMs, itemLimitMs));
      return isSecondLook || !isDoubtful(lostMs, itemLimitMs)
        ? results
        : results.map((result) => result.kind === "timeout" ? doubt(result) : result);
    } catch (error) {
      const crash = await this.#breach(error instanceof Error ? error.message : `${error}`, reply);
      return argsList.map(() => crashResult(crash, itemLimitMs));
    }
  }

  /** Ends the process. @param reason a clause without a subject @returns settles when it has ended and was reaped */
  kill(reason: string, options?: DeathOptions): Promise<void> {
    return this.#endpoint.close(reason, options);
  }

  /** @returns a RangeError when the program does not fit into a frame */
  async #sendLoad(
    program: PreparedProgram,
    isSecondLook: boolean,
  ): Promise<Reply | Crash | RangeError> {
    try {
      return this.#settle(await this.#kernel.load(this.#loadRequest(program, isSecondLook)));
    } catch (error) {
      if (error instanceof RangeError) return error;
      throw error;
    }
  }

  async #send(call: ProgramCall, argsList: string): Promise<Reply | Crash> {
    const { program: { id }, name, seed, recordsCalls = true, tools } = call;
    const { itemLimitMs, limitMs, isSecondLook } = call;
    const count = call.argsList.length;
    this.#markUsed(id);
    const wallMs = wallLimitMs(itemLimitMs);
    const limits = isSecondLook
      ? { itemLimitMs: wallMs, limitMs: wallMs, processorMs: itemLimitMs }
      : { itemLimitMs, limitMs };
    const request = { program: id, name, argsList, count, seed, recordsCalls, ...limits };
    this.#tools.open(request, { tools, count });
    try {
      return this.#settle(await this.#kernel.call(request));
    } finally {
      this.#tools.close(request);
    }
  }

  #loadRequest(program: PreparedProgram, isSecondLook: boolean): LoadRequest {
    const { realmLife, loadTimeoutMs } = this.#limits;
    return {
      program: program.id,
      units: program.units,
      entry: program.entryUnit,
      settings: realmSettings(this.#limits),
      isFreshEachCall: realmLife === "call",
      isWatched: overdue.has(program),
      ...isSecondLook
        ? { limitMs: wallLimitMs(loadTimeoutMs), processorMs: loadTimeoutMs }
        : { limitMs: loadTimeoutMs },
    };
  }

  #markUsed(id: string): void {
    this.#programs.delete(id);
    this.#programs.add(id); // sets iterate in insertion order
  }

  #makeRoom(): void {
    const [oldest] = this.#programs;
    if (this.#programs.size < maxPrograms || oldest === undefined) return;
    this.#programs.delete(oldest);
    this.#kernel.unload(oldest).then((reply) => this.#settle(reply));
  }

  /** Kills the process after a reply that no kernel sends. */
  async #breach(what: string, { durationMs }: Reply): Promise<Crash> {
    const reason = `broke the protocol: ${what}`;
    await this.kill(reason);
    return new Crash({ reason, isOverdue: false, isBystander: false, durationMs });
  }

  /** Narrows an answer to the two classes of the endpoint. */
  #settle(answer: unknown): Reply | Crash {
    if (!(answer instanceof Reply) && !(answer instanceof Crash)) {
      throw new SandboxError(
        "Cannot read a sandbox's answer: it did not come through its endpoint",
      );
    }
    this.#busyMs += answer.durationMs;
    return answer;
  }
}

/** The encoded argument lists, or the reason for a refusal. */
function argsText(
  argsList: readonly (readonly unknown[])[],
  maxDepth: number,
): string | ThrownError {
  const { maxArgsChars } = requestLimits;
  const limits = { ...inboundLimits, maxChars: maxArgsChars, maxDepth: maxDepth + 1 };
  const rules: EncodeRules = { limits, name: "arguments", isExact: false };
  try {
    // Each list separately, so that two calls share no object.
    const text = `[${argsList.map((args) => encode(args, rules)).join(",")}]`;
    if (text.length <= maxArgsChars) return text;
    const sizes = `received ${text.length} characters, over the limit of ${maxArgsChars}`;
    return plainError("RangeError", `Cannot pass the arguments in one message: ${sizes}`);
  } catch (error) {
    return plainError("TypeError", `Cannot pass the arguments as plain data: ${reasonOf(error)}`);
  }
}

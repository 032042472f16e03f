/**
 * One child process with a kernel in it, as the host uses it: loads programs, calls them, dies for good.
 *
 * @module
 */
// The package says that its main file is UMD, which costs a start of Node compatibility; this is the same as a module.
// @ts-types="comlink"
import { type Remote, wrap } from "comlink/dist/esm/comlink.mjs";
import type { CallRequest, Kernel, LoadRequest } from "../../../sandbox/wire.ts";
import { SandboxError } from "../../errors.ts";
import { Arrival, ChildEndpoint, Crash, type DeathOptions } from "./child_endpoint.ts";
import { type KernelText, kernelText } from "./kernel_text.ts";
import { type Child, launchChild } from "./launch_child.ts";
import type { SandboxLimits } from "./limits.ts";
import { ToolDesk, type Tools } from "./tool_desk.ts";

/** How long a child may take to be ready; a loaded machine is slow, a broken one never gets there. */
const startLimitMs = 20_000;

/** Programs that a process holds; each has realms of its own, of about half a megabyte. */
const maxPrograms = 16;

/** How a process starts. */
export interface StartOptions {
  /** Whether the wait keeps the program alive. @default true */
  readonly isHeld?: boolean;
  /** What runs in it; others than the kernel's own are for tests of what a kernel that was taken over can do. */
  readonly text?: KernelText;
}

/** A child process that serves. */
export class SandboxProcess {
  readonly #child: Child;
  readonly #endpoint: ChildEndpoint;
  /** The kernel's functions; each is a proxy, which is too dear to make for every call. */
  readonly #kernel: Pick<Remote<Kernel>, keyof Kernel>;
  readonly #desk: ToolDesk;
  readonly #cpuMs: number;
  readonly #programs = new Set<string>();
  #busyMs = 0;

  private constructor(child: Child, limits: SandboxLimits) {
    this.#child = child;
    this.#cpuMs = limits.cpuSeconds * 1_000;
    this.#desk = new ToolDesk(limits, {
      send: (answer) => this.#endpoint.send(answer),
      waitForTools: (isWaiting) => this.#endpoint.waitForTools(isWaiting),
      breach: (reason) => void this.#endpoint.close(reason),
    });
    this.#endpoint = new ChildEndpoint(child, {
      onTool: (message, request) => this.#desk.serve(message, request),
      maxMessagesPerSecond: limits.maxMessagesPerSecond,
    });
    const { load, unload, call } = wrap<Kernel>(this.#endpoint);
    this.#kernel = { load, unload, call };
  }

  /**
   * Starts a process and waits until it serves.
   *
   * @param limits what it may use @param options how it starts
   * @throws {SandboxError} when it does not
   */
  static async start(limits: SandboxLimits, options: StartOptions = {}): Promise<SandboxProcess> {
    const { process, worker, realm } = options.text ?? await kernelText();
    const child = launchChild({ mainSource: process, workerSource: worker, limits });
    const started = new SandboxProcess(child, limits);
    started.#endpoint.send({ realm });
    child.hold(options.isHeld ?? true);
    const timer = setTimeout(() => started.kill("did not start in time"), startLimitMs);
    Deno.unrefTimer(timer);
    try {
      await started.#endpoint.ready;
    } catch (cause) {
      throw new SandboxError(`Cannot start a sandbox: the process ${(cause as Error).message}`, {
        cause,
        advice: "Run `doctor` to see what this machine lacks.",
      });
    } finally {
      clearTimeout(timer);
      child.hold(false);
    }
    return started;
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Whether it must be replaced. */
  get isDead(): boolean {
    return this.#endpoint.isDead;
  }

  /** Whether it has used so much of its CPU time that it should be replaced when idle. */
  get isWorn(): boolean {
    return this.#busyMs > this.#cpuMs / 2;
  }

  /** Programs that are loaded, the one used last at the end. */
  get programs(): ReadonlySet<string> {
    return this.#programs;
  }

  /** Whether it holds no other program. */
  isOnlyFor(program: string): boolean {
    return this.#programs.size === (this.#programs.has(program) ? 1 : 0);
  }

  /** Loads a program; a reply is still a claim. The one unused for longest makes room. */
  async loadProgram(request: LoadRequest): Promise<Arrival | Crash> {
    const [oldest] = this.#programs;
    if (this.#programs.size >= maxPrograms && oldest !== undefined) this.unloadProgram(oldest);
    const arrival = this.#settle(await this.#kernel.load(request));
    if (arrival instanceof Arrival) this.#programs.add(request.program);
    return arrival;
  }

  /** Forgets a program. */
  async unloadProgram(program: string): Promise<void> {
    if (!this.#programs.delete(program)) return;
    this.#settle(await this.#kernel.unload(program));
  }

  /** Calls a loaded program. */
  async call(request: CallRequest, tools: Tools): Promise<Arrival | Crash> {
    this.#programs.delete(request.program);
    this.#programs.add(request.program); // a set's order is that of use
    this.#desk.open(request, tools);
    try {
      return this.#settle(await this.#kernel.call(request));
    } finally {
      this.#desk.close(request);
    }
  }

  /** Ends the process. @param reason a clause without a subject @returns when it is gone and was reaped */
  kill(reason: string, options?: DeathOptions): Promise<void> {
    return this.#endpoint.close(reason, options);
  }

  /** The endpoint answers with nothing but these two. */
  #settle(answer: unknown): Arrival | Crash {
    if (!(answer instanceof Arrival) && !(answer instanceof Crash)) {
      throw new SandboxError(
        "Cannot read a sandbox's answer: it did not come through its endpoint",
      );
    }
    this.#busyMs += answer.durationMs;
    return answer;
  }
}

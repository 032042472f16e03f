/**
 * The child process of a service and its pipes.
 *
 * @module
 */
import { joinedBytes } from "../../joined_bytes.ts";
import { messageOf } from "../../message_of.ts";
import { describeStatus } from "./child_status.ts";
import { type Child, denials, launchChild, tierUpFlags } from "./launch_child.ts";
import { readFrames } from "./read_frames.ts";
import type { ServiceMessage } from "./service_message.ts";

/** The program of a service and its limits. */
export interface ServiceProcessOptions {
  /** What it is, for messages: `the compiler`. */
  readonly name: string;
  /** URL of its main module, which calls `serve`. */
  readonly main: string;
  /** V8's heap, in megabytes. @default 512 */
  readonly heapMb?: number;
  /** Memory outside of the heap, such as WebAssembly's, in megabytes. @default 768 */
  readonly offHeapMb?: number;
  /**
   * Whether it may read files and the network, for modules that the author names.
   *
   * @default false
   */
  readonly mayRead?: boolean;
}

/** Who uses the process. */
export interface ServiceProcessOwner {
  /** Called for the ready message and for each answer, in the order of the requests. */
  onMessage(message: ServiceMessage): void;
  /**
   * Called once when the process has ended.
   *
   * @param reason a clause without a subject @param isReady whether it ever was
   */
  onEnd(reason: string, isReady: boolean): void;
}

/** Processor time over its life. A child that lost its host and its watch ends by this. */
const cpuSeconds = 3_600;

/** Time limit of a start, also on a busy machine. */
const startLimitMs = 60_000;

/** A running child; it is killed at the first message that is not due. */
export class ServiceProcess {
  readonly #child: Child;
  readonly #owner: ServiceProcessOwner;
  /** Settles when the process has ended. */
  readonly #ended: Promise<void>;
  #isReady = false;
  readonly #startTimer: ReturnType<typeof setTimeout>;
  /** Ids of the requests that were sent, in the order of their answers. */
  readonly #due: number[] = [];
  #outgoing: Uint8Array<ArrayBuffer>[] = [];
  #reason: string | undefined;

  /** Starts the process. @throws {SandboxError} when it cannot be started */
  constructor(options: ServiceProcessOptions, owner: ServiceProcessOwner) {
    this.#owner = owner;
    this.#child = launchService(options);
    this.#startTimer = setTimeout(() => void this.kill("did not start in time"), startLimitMs);
    Deno.unrefTimer(this.#startTimer);
    this.#ended = this.#read();
  }

  /** Id of the process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Whether it serves. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /**
   * Sends a request. Requests of one turn of the event loop, such as those of a generation, are sent in one write.
   *
   * @param id its id @param frame the request as bytes
   */
  send(id: number, frame: Uint8Array<ArrayBuffer>): void {
    this.#due.push(id);
    if (this.#outgoing.length === 0) queueMicrotask(() => this.#flush());
    this.#outgoing.push(frame);
  }

  #flush(): void {
    const bytes = joinedBytes(this.#outgoing);
    this.#outgoing = [];
    this.#child.input.write(bytes).catch(() => {}); // the exit of a dead child is detected by its status
  }

  /** Sets whether the process keeps the program alive. */
  hold(isHeld: boolean): void {
    this.#child.hold(isHeld);
  }

  /** Ends the process. @param reason a clause without a subject @returns settles when it was reaped */
  async kill(reason: string): Promise<void> {
    this.#reason ??= reason;
    await this.#child.kill();
    await this.#ended;
  }

  async #read(): Promise<void> {
    try {
      await readFrames(this.#child.output, (text) => this.#receive(text));
    } catch (error) {
      this.#reason ??= `broke the protocol: ${messageOf(error)}`;
      await this.#child.output.cancel().catch(() => {}); // the other end is closed
      await this.#child.kill();
    }
    const status = await this.#child.status;
    clearTimeout(this.#startTimer);
    await this.#child.input.abort().catch(() => {}); // the other end is closed
    // Besides the host only its own watch and a system without memory send this signal.
    const isOutOfMemory = status.signal === "SIGKILL";
    const reason = isOutOfMemory
      ? "used more memory than it may"
      : describeStatus(status, this.#child.lastWords());
    this.#owner.onEnd(this.#reason ?? reason, this.#isReady);
  }

  /** @throws {TypeError} for a message that is not due */
  #receive(text: string): void {
    if (this.#reason !== undefined) return;
    const message = serviceMessage(JSON.parse(text));
    if (message.type === "ready") {
      if (this.#isReady) throw new TypeError("it was ready before");
      this.#isReady = true;
      clearTimeout(this.#startTimer);
    } else if (message.id !== this.#due.shift()) {
      throw new TypeError("an answer that is not due");
    }
    this.#owner.onMessage(message);
  }
}

/** @throws {TypeError} for any other shape */
function serviceMessage(claim: unknown): ServiceMessage {
  const { type, id, value, name, message, isLast } = Object(claim) as Record<string, unknown>; // each is checked below
  if (type === "ready") return { type };
  if (typeof id === "number" && typeof isLast === "boolean") {
    if (type === "answer") return { type, id, value, isLast };
    if (type === "failure" && typeof name === "string" && typeof message === "string") {
      return { type, id, name, message, isLast };
    }
  }
  throw new TypeError("a malformed message");
}

/** Optimizing esbuild takes seconds of all processors, and pays off after some thousand requests only. */
const wasmFlag = "--liftoff-only";

/** The child finds modules as this process does: by the same configuration and lock file, in the same cache. */
function launchService(
  { name, main, heapMb = 512, offHeapMb = 768, mayRead = false }: ServiceProcessOptions,
): Child {
  const maxRssBytes = (heapMb + offHeapMb) * 1024 * 1024;
  const mayImport = ["--allow-read", "--allow-net", "--allow-import", "--allow-env"];
  return launchChild({
    name,
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      ...(mayRead ? mayImport : denials),
      "--unstable-worker-options",
      `--v8-flags=--max-old-space-size=${heapMb},${tierUpFlags},${wasmFlag}`,
      main,
      String(maxRssBytes),
    ],
    env: mayRead ? "inherited" : cacheEnvironment(),
    memoryMb: heapMb + offHeapMb,
    cpuSeconds,
  });
}

/**
 * What Deno needs to find the modules that this process has loaded. The child itself may not read its environment; it gets
 * all of it where this process may not pick the variables.
 */
function cacheEnvironment(): Readonly<Record<string, string>> | "inherited" {
  const names = ["DENO_DIR", "HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE"];
  const variables = [...names, "NPM_CONFIG_REGISTRY", "JSR_URL"];
  const isReadable = (variable: string) =>
    Deno.permissions.querySync({ name: "env", variable }).state === "granted";
  if (!variables.every(isReadable)) return "inherited";
  const found = variables.map((name) => [name, Deno.env.get(name)] as const);
  return Object.fromEntries(
    found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  );
}

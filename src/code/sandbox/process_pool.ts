/**
 * A pool of warm child processes: assigns them to calls, and replaces dead ones.
 *
 * @module
 */
import { SandboxError } from "../../errors.ts";
import type { Bystander } from "./call_results.ts";
import type { SandboxLimits } from "./limits.ts";
import type { SandboxProcess } from "./sandbox_process.ts";

/** Size and isolation of a pool. */
export interface PoolOptions {
  /** Maximum number of processes at work. @default the number of cores, at most 4 */
  readonly size?: number | undefined;
  /** Warm processes that replace dead ones. @default 1 */
  readonly spares?: number | undefined;
  /**
   * `realm`: programs share processes, each in its own realms. `process`: a process serves one program in its life,
   * so that even a candidate that escaped from its realm reaches no other. @default "realm"
   */
  readonly isolation?: "realm" | "process" | undefined;
}

/** A process and the number of its running calls. */
interface Seat {
  readonly process: SandboxProcess;
  calls: number;
  /** The program of running calls that tolerate no other; its load may be under way. */
  only?: string | undefined;
}

/** Requirements of a call for its process. */
export interface SeatRequest {
  /** Id of its program. */
  readonly program: string;
  /** Whether the process may hold no other program. @default false */
  readonly isAlone?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A call waiting for a process. */
interface Waiter {
  readonly request: SeatRequest;
  readonly resolve: (process: SandboxProcess) => void;
  readonly reject: (error: unknown) => void;
}

/** Maximum calls sent ahead to a busy process, to keep its pipe full; more would wait too long behind a slow one. */
const maxCalls = 32;

/** Maximum attempts of a call whose process dies during other calls. */
const maxAttempts = 16;

/** Attempts in shared processes; then a call gets a process without other programs. */
const maxSharedAttempts = 4;

/** A process may be killed while it starts, as by a system short of memory; so many starts in a row fail for good. */
const maxFailedStarts = 2;

/** The processes of one pool. */
export class ProcessPool {
  readonly #limits: SandboxLimits;
  readonly #size: number;
  readonly #spareCount: number;
  readonly #isolation: "realm" | "process";
  #seats: Seat[] = [];
  #spares: SandboxProcess[] = [];
  /** Settle when a start has succeeded or failed. */
  readonly #starting = new Set<Promise<void>>();
  /** Starts in a row that failed. */
  #failedStarts = 0;
  readonly #waiters: Waiter[] = [];
  #keepAlive: ReturnType<typeof setInterval> | undefined;
  #isClosed = false;

  /** @param limits limits of each process @param options number of processes */
  constructor(limits: SandboxLimits, options: PoolOptions = {}) {
    this.#limits = limits;
    this.#size = options.size ?? Math.min(navigator.hardwareConcurrency, 4);
    this.#spareCount = options.spares ?? 1;
    this.#isolation = options.isolation ?? "realm";
  }

  /** Ids of all processes, busy and idle. */
  get pids(): readonly number[] {
    return [...this.#seats.map(({ process }) => process), ...this.#spares].map(({ pid }) => pid);
  }

  /**
   * Runs an action on a process, preferably one with the program loaded; repeats it on another process when the
   * first one died during another call.
   *
   * @throws {SandboxError} when no process can be started
   * @throws the reason of the signal when it is aborted; the process in use is killed
   */
  async use<Result>(
    request: SeatRequest,
    act: (process: SandboxProcess) => Promise<Result | Bystander>,
  ): Promise<Result> {
    const { signal } = request;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      signal?.throwIfAborted();
      const acquired = this.#acquire(
        attempt < maxSharedAttempts ? request : { ...request, isAlone: true },
      );
      const process = acquired instanceof Promise ? await acquired : acquired;
      const abort = () => void process.kill("was aborted", { areAllBystanders: true });
      signal?.addEventListener("abort", abort, { once: true });
      try {
        signal?.throwIfAborted();
        const result = await act(process);
        if (result !== "bystander") return result;
      } finally {
        signal?.removeEventListener("abort", abort);
        this.#release(process);
      }
    }
    throw new SandboxError(
      `Cannot run a program: ${maxAttempts} sandboxes died before its turn`,
      { advice: "Run `doctor` to see what this machine lacks." },
    );
  }

  /** Starts the first process ahead of the first call, beside the compiler. */
  begin(): void {
    const count = this.#seats.length + this.#spares.length + this.#starting.size;
    if (count === 0 && !this.#isClosed) this.#start();
  }

  /** Kills all processes; running calls give `crashed`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const processes = [...this.#seats.map(({ process }) => process), ...this.#spares];
    this.#seats = [];
    this.#spares = [];
    this.#fail(new SandboxError("Cannot use a sandbox that was closed"));
    // A starting process does not keep the program alive, and must not outlive the pool.
    this.#keepAlive ??= setInterval(() => {}, 2 ** 30);
    await Promise.all([
      ...processes.map((process) => process.kill("was closed")),
      ...this.#starting,
    ]);
    clearInterval(this.#keepAlive);
  }

  #acquire(request: SeatRequest): SandboxProcess | Promise<SandboxProcess> {
    if (this.#isClosed) throw new SandboxError("Cannot use a sandbox that was closed");
    const seat = this.#waiters.length === 0 ? this.#choose(request) : undefined;
    return seat === undefined ? this.#wait(request) : this.#take(seat, request);
  }

  #release(process: SandboxProcess): void {
    const seat = this.#seats.find((seat) => seat.process === process);
    if (seat !== undefined) seat.calls--;
    if (process.isDead || this.#waiters.length > 0) this.#serve();
  }

  async #wait(request: SeatRequest): Promise<SandboxProcess> {
    const { promise, resolve, reject } = Promise.withResolvers<SandboxProcess>();
    const waiter = { request, resolve, reject };
    this.#waiters.push(waiter);
    // Children do not keep the program alive, so a waiting caller must.
    this.#keepAlive ??= setInterval(() => {}, 2 ** 30);
    this.#refill();
    const { signal } = request;
    const leave = () => {
      const index = this.#waiters.indexOf(waiter);
      if (index < 0) return; // it has a process already
      this.#waiters.splice(index, 1);
      this.#relax();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", leave, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", leave);
    }
  }

  /** Assigns free processes to waiting calls. */
  #serve(): void {
    for (const { request, resolve } of [...this.#waiters]) {
      const seat = this.#choose(request);
      if (seat === undefined) break;
      this.#waiters.shift();
      resolve(this.#take(seat, request));
    }
    this.#relax();
    this.#refill();
  }

  /** In order of preference: idle with the program loaded, idle, a new one, the one with the fewest calls. */
  #choose({ program, ...request }: SeatRequest): Seat | undefined {
    const isAlone = this.#isAlone(request);
    this.#seats = this.#seats.filter(({ process, calls }) =>
      !process.isDead && !(process.nearCpuLimit && calls === 0 && retire(process))
    );
    if (isAlone && this.#seats.length >= this.#size) {
      // An idle process with other programs is replaced.
      this.#seats = this.#seats.filter(({ process, calls }) =>
        calls > 0 || process.isOnlyFor(program) || !retire(process)
      );
    }
    let best: Seat | undefined;
    for (const seat of this.#seats) {
      if (seat.process.nearCpuLimit || (isAlone && !seat.process.isOnlyFor(program))) continue;
      const isShared = seat.only !== program && (isAlone || seat.only !== undefined);
      if (isShared && seat.calls > 0) continue;
      if (best === undefined || seat.calls < best.calls) best = seat;
      else if (seat.calls === best.calls && fitsBetter(seat, best, program)) best = seat;
    }
    if (best?.calls === 0) return best;
    if (this.#seats.length < this.#size) {
      const spare = this.#takeSpare();
      if (spare !== undefined) return this.#seat(spare);
      this.#refill();
    }
    const hasRoom = best !== undefined && best.calls < maxCalls && !best.process.isBackedUp;
    return hasRoom ? best : undefined;
  }

  #take(seat: Seat, request: SeatRequest): SandboxProcess {
    if (seat.calls++ === 0) seat.only = this.#isAlone(request) ? request.program : undefined;
    return seat.process;
  }

  #isAlone({ isAlone }: Pick<SeatRequest, "isAlone">): boolean {
    return isAlone === true || this.#isolation === "process";
  }

  #takeSpare(): SandboxProcess | undefined {
    this.#spares = this.#spares.filter((spare) => !spare.isDead);
    const spare = this.#spares.shift();
    if (spare !== undefined) queueMicrotask(() => this.#refill());
    return spare;
  }

  #seat(process: SandboxProcess): Seat {
    const seat = { process, calls: 0 };
    this.#seats.push(seat);
    return seat;
  }

  /** Starts missing processes: for waiting calls, and spares. */
  #refill(): void {
    if (this.#isClosed) return;
    const room = this.#size - this.#seats.length;
    const isCrowded = this.#seats.every(({ calls }) => calls > 0);
    // Spares start later: the first call should not share the machine with them.
    const wanted = this.#seats.length === 0
      ? Math.min(this.#waiters.length, room)
      : this.#spareCount + (isCrowded && room > 0 ? 1 : 0);
    while (this.#spares.length + this.#starting.size < wanted) this.#start();
  }

  async #start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#starting.add(promise);
    try {
      const { SandboxProcess } = await import("./sandbox_process.ts");
      const process = await SandboxProcess.start(this.#limits, { isHeld: false });
      if (this.#isClosed) return await process.kill("was closed");
      this.#failedStarts = 0;
      this.#spares.push(process);
    } catch (error) {
      if (++this.#failedStarts >= maxFailedStarts) {
        this.#failedStarts = 0;
        return this.#fail(error); // without waiting calls, the next call tries again
      }
    } finally {
      this.#starting.delete(promise);
      resolve();
    }
    this.#serve();
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiters.splice(0)) reject(error);
    this.#relax();
  }

  #relax(): void {
    if (this.#waiters.length > 0 || this.#isClosed) return; // `close` waits too
    clearInterval(this.#keepAlive);
    this.#keepAlive = undefined;
  }
}

/** Ends an idle process. @returns always true */
function retire(process: SandboxProcess): true {
  process.kill("was replaced");
  return true;
}

/** Whether the left seat is better: it has the program, or fewer programs. */
function fitsBetter({ process: left }: Seat, { process: right }: Seat, program: string): boolean {
  const leftHas = left.has(program);
  const rightHas = right.has(program);
  return leftHas === rightHas ? left.programCount < right.programCount : leftHas;
}

/**
 * Keeps child processes warm, hands them out, and replaces the dead.
 *
 * @module
 */
import { SandboxError } from "../../errors.ts";
import type { Bystander } from "./call_results.ts";
import type { SandboxLimits } from "./limits.ts";
import type { SandboxProcess } from "./sandbox_process.ts";

/** The number of processes, and whether programs share them. */
export interface PoolOptions {
  /** Processes that work at the same time. @default the number of cores, at most 4 */
  readonly size?: number | undefined;
  /** Warm processes that take the place of dead ones. @default 1 */
  readonly spares?: number | undefined;
  /**
   * `realm`: programs share processes, each in realms of its own. `process`: a process serves one program in its life,
   * so that also a candidate that escaped from its realm reaches no other. @default "realm"
   */
  readonly isolation?: "realm" | "process" | undefined;
}

/** A process and the number of its calls under way. */
interface Seat {
  readonly process: SandboxProcess;
  calls: number;
}

/** The process that a call needs. */
export interface SeatRequest {
  /** Id of its program. */
  readonly program: string;
  /** Whether the process may hold no other program. @default false */
  readonly isAlone?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A call that waits for a process. */
interface Waiter {
  readonly request: SeatRequest;
  readonly resolve: (process: SandboxProcess) => void;
  readonly reject: (error: unknown) => void;
}

/** Calls sent ahead to a busy process, to keep its pipe full; more would wait too long behind a slow one. */
const maxCalls = 32;

/** Processes that may die under other calls before a call is given up. */
const maxAttempts = 16;

/** The processes of one pool. */
export class ProcessPool {
  readonly #limits: SandboxLimits;
  readonly #size: number;
  readonly #spareCount: number;
  readonly #isolation: "realm" | "process";
  #seats: Seat[] = [];
  #spares: SandboxProcess[] = [];
  /** Settle when a start is over, however it ended. */
  readonly #starting = new Set<Promise<void>>();
  readonly #waiters: Waiter[] = [];
  #keepAlive: ReturnType<typeof setInterval> | undefined;
  #isClosed = false;

  /** @param limits of each process @param options how many */
  constructor(limits: SandboxLimits, options: PoolOptions = {}) {
    this.#limits = limits;
    this.#size = options.size ?? Math.min(navigator.hardwareConcurrency, 4);
    this.#spareCount = options.spares ?? 1;
    this.#isolation = options.isolation ?? "realm";
  }

  /** Ids of the processes that work or wait to. */
  get pids(): readonly number[] {
    return [...this.#seats.map(({ process }) => process), ...this.#spares].map(({ pid }) => pid);
  }

  /**
   * Does something with a process, preferably one that has the program loaded; does it again with another process when
   * the first one died under another call.
   *
   * @throws {SandboxError} when no process can be started
   * @throws the reason of the signal when it is aborted; the process at work is killed
   */
  async use<Result>(
    request: SeatRequest,
    act: (process: SandboxProcess) => Promise<Result | Bystander>,
  ): Promise<Result> {
    const { signal } = request;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      signal?.throwIfAborted();
      const acquired = this.#acquire(request);
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

  /** Kills all processes; calls under way come back as crashed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const processes = [...this.#seats.map(({ process }) => process), ...this.#spares];
    this.#seats = [];
    this.#spares = [];
    this.#fail(new SandboxError("Cannot use a sandbox that was closed"));
    // A starting process keeps no program alive, and must not outlive the pool.
    this.#keepAlive = setInterval(() => {}, 2 ** 30);
    await Promise.all([
      ...processes.map((process) => process.kill("was closed")),
      ...this.#starting,
    ]);
    clearInterval(this.#keepAlive);
  }

  #acquire(request: SeatRequest): SandboxProcess | Promise<SandboxProcess> {
    if (this.#isClosed) throw new SandboxError("Cannot use a sandbox that was closed");
    const seat = this.#waiters.length === 0 ? this.#choose(request) : undefined;
    return seat === undefined ? this.#wait(request) : take(seat);
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
    // Children keep no program alive, so a caller that waits for one must.
    this.#keepAlive ??= setInterval(() => {}, 2 ** 30);
    this.#refill();
    const { signal } = request;
    const leave = () => {
      const index = this.#waiters.indexOf(waiter);
      if (index < 0) return; // it has its process already
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

  /** Gives processes to the calls that wait, as far as there are any. */
  #serve(): void {
    for (const { request, resolve } of [...this.#waiters]) {
      const seat = this.#choose(request);
      if (seat === undefined) break;
      this.#waiters.shift();
      resolve(take(seat));
    }
    this.#relax();
    this.#refill();
  }

  /** Idle with the program loaded, else idle, else a new one, else the one with the fewest calls. */
  #choose({ program, ...request }: SeatRequest): Seat | undefined {
    const isAlone = request.isAlone || this.#isolation === "process";
    this.#seats = this.#seats.filter(({ process, calls }) =>
      !process.isDead && !(process.nearCpuLimit && calls === 0 && retire(process))
    );
    if (isAlone && this.#seats.length >= this.#size) {
      // An idle process with other programs makes room.
      this.#seats = this.#seats.filter(({ process, calls }) =>
        calls > 0 || process.isOnlyFor(program) || !retire(process)
      );
    }
    let best: Seat | undefined;
    for (const seat of this.#seats) {
      if (seat.process.nearCpuLimit || (isAlone && !seat.process.isOnlyFor(program))) continue;
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

  /** Starts missing processes: for the calls that wait, and the spares. */
  #refill(): void {
    if (this.#isClosed) return;
    const room = this.#size - this.#seats.length;
    const isCrowded = this.#seats.every(({ calls }) => calls > 0);
    // The first call must not share the machine with the start of spares.
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
      this.#spares.push(process);
    } catch (error) {
      return this.#fail(error); // with no call waiting, the next call tries again
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
    if (this.#waiters.length > 0) return;
    clearInterval(this.#keepAlive);
    this.#keepAlive = undefined;
  }
}

function take(seat: Seat): SandboxProcess {
  seat.calls++;
  return seat.process;
}

/** Ends an idle process. @returns true */
function retire(process: SandboxProcess): true {
  process.kill("was replaced");
  return true;
}

/** Whether the left seat fits better: it has the program, or else fewer programs. */
function fitsBetter({ process: left }: Seat, { process: right }: Seat, program: string): boolean {
  const leftHas = left.has(program);
  const rightHas = right.has(program);
  return leftHas === rightHas ? left.programCount < right.programCount : leftHas;
}

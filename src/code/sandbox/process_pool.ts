/**
 * Keeps child processes warm, hands them out, and replaces the dead.
 *
 * @module
 */
import { SandboxError } from "../../errors.ts";
import type { SandboxLimits } from "./limits.ts";
import { SandboxProcess } from "./sandbox_process.ts";

/** How many processes there are, and who may share one. */
export interface PoolOptions {
  /** Processes that work at the same time. @default the number of cores, at most 4 */
  readonly size?: number;
  /** Warm processes that take the place of dead ones. @default 1 */
  readonly spares?: number;
  /**
   * `realm`: candidates share processes, each in realms of its own. `process`: a process serves one program in its
   * life, so that even a candidate that escaped from its realm meets no other. @default "realm"
   */
  readonly isolation?: "realm" | "process";
}

/** A process and how many calls it was handed out for. */
interface Seat {
  readonly process: SandboxProcess;
  leases: number;
}

/** What a call needs. */
export interface SeatRequest {
  /** The program it will load, or use when it is loaded already. */
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

/** Calls sent ahead to a busy process, to keep its pipe full; more would wait behind a slow one for too long. */
const maxLeases = 32;

/** The processes of one pool. */
export class ProcessPool {
  readonly limits: SandboxLimits;
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
    this.limits = limits;
    this.#size = options.size ?? Math.min(navigator.hardwareConcurrency, 4);
    this.#spareCount = options.spares ?? 1;
    this.#isolation = options.isolation ?? "realm";
  }

  /** Ids of the processes that work or wait to. */
  get pids(): readonly number[] {
    return [...this.#seats.map(({ process }) => process), ...this.#spares].map(({ pid }) => pid);
  }

  /**
   * A process for one call, preferably one that has the program loaded; give it back with {@linkcode release}.
   *
   * @throws {SandboxError} when none can be started, and the signal's reason when it is aborted while waiting
   */
  acquire(request: SeatRequest): SandboxProcess | Promise<SandboxProcess> {
    if (this.#isClosed) throw new SandboxError("Cannot use a sandbox that was closed");
    const seat = this.#waiters.length === 0 ? this.#choose(request) : undefined;
    if (seat !== undefined) return take(seat);
    return this.#wait(request);
  }

  /** The call is over. */
  release(process: SandboxProcess): void {
    const seat = this.#seats.find((seat) => seat.process === process);
    if (seat !== undefined) seat.leases--;
    if (process.isDead || this.#waiters.length > 0) this.#serve();
  }

  /** Kills all processes; calls under way come back as crashed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const processes = [...this.#seats.map(({ process }) => process), ...this.#spares];
    this.#seats = [];
    this.#spares = [];
    this.#fail(new SandboxError("Cannot use a sandbox that was closed"));
    // What is being started keeps no program alive, and must not outlive this.
    this.#keepAlive = setInterval(() => {}, 2 ** 30);
    await Promise.all([
      ...processes.map((process) => process.kill("was closed")),
      ...this.#starting,
    ]);
    clearInterval(this.#keepAlive);
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

  /** Hands processes to those who wait, as far as there are any. */
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
    this.#seats = this.#seats.filter(({ process, leases }) =>
      !process.isDead && !(process.isWorn && leases === 0 && retire(process))
    );
    if (isAlone && this.#seats.length >= this.#size) {
      // An idle process that holds others makes room.
      this.#seats = this.#seats.filter(({ process, leases }) =>
        leases > 0 || process.isOnlyFor(program) || !retire(process)
      );
    }
    let best: Seat | undefined;
    for (const seat of this.#seats) {
      if (seat.process.isWorn || (isAlone && !seat.process.isOnlyFor(program))) continue;
      if (best === undefined || seat.leases < best.leases) best = seat;
      else if (seat.leases === best.leases && hasMore(seat, best, program)) best = seat;
    }
    if (best?.leases === 0) return best;
    if (this.#seats.length < this.#size) {
      const spare = this.#takeSpare();
      if (spare !== undefined) return this.#seat(spare);
      this.#refill();
    }
    return best !== undefined && best.leases < maxLeases ? best : undefined;
  }

  #takeSpare(): SandboxProcess | undefined {
    this.#spares = this.#spares.filter((spare) => !spare.isDead);
    const spare = this.#spares.shift();
    if (spare !== undefined) queueMicrotask(() => this.#refill());
    return spare;
  }

  #seat(process: SandboxProcess): Seat {
    const seat = { process, leases: 0 };
    this.#seats.push(seat);
    return seat;
  }

  /** Starts what is missing: a place for those who wait, and the spares. */
  #refill(): void {
    if (this.#isClosed) return;
    const room = this.#size - this.#seats.length;
    const isCrowded = this.#seats.every(({ leases }) => leases > 0);
    // The first call is not to share the machine with the start of spares.
    const wanted = this.#seats.length === 0
      ? Math.min(this.#waiters.length, room)
      : this.#spareCount + (isCrowded && room > 0 ? 1 : 0);
    while (this.#spares.length + this.#starting.size < wanted) this.#start();
  }

  async #start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#starting.add(promise);
    try {
      const process = await SandboxProcess.start(this.limits, { isHeld: false });
      if (this.#isClosed) return await process.kill("was closed");
      this.#spares.push(process);
    } catch (error) {
      return this.#fail(error); // with nobody waiting, the next call tries again and is told
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
  seat.leases++;
  return seat.process;
}

/** Ends an idle process. @returns true, for it is gone from now on */
function retire(process: SandboxProcess): true {
  process.kill("was replaced");
  return true;
}

/** Whether a seat fits better: it has the program, or else fewer programs. */
function hasMore({ process: left }: Seat, { process: right }: Seat, program: string): boolean {
  const leftHas = left.programs.has(program);
  const rightHas = right.programs.has(program);
  return leftHas === rightHas ? left.programs.size < right.programs.size : leftHas;
}

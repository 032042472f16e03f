/**
 * A loaded program and the life of its realms.
 *
 * @module
 */
import type { KernelRealm } from "./kernel_realm.ts";
import { brokenRealm, KernelRealms, rejectedCode } from "./kernel_realms.ts";
import type { RealmContexts } from "./realm_contexts.ts";
import type { LoadReply, LoadRequest } from "./wire.ts";

/**
 * A timer around an evaluation costs a thread, more than the rest of a small call. After this many calls in a row
 * within this time a program runs without a timer; only the host's watchdog then limits its time.
 */
const quick = { calls: 32, ms: 2 } as const;

/**
 * A program and its realms.
 *
 * Where each call must find nothing of an earlier one, its realms are either frozen and used again, with the top
 * level of all units run anew, or they are made for one call. Frozen realms keep V8's optimized code, and their
 * contexts serve all programs. A call that throws in frozen realms is repeated in new ones, so code that changes
 * built-in objects works too.
 */
export class KernelProgram {
  readonly #request: LoadRequest;
  readonly #contexts: RealmContexts;
  /** Libraries may change built-in objects, and calls of host tools cannot be repeated. */
  #canFreeze: boolean;
  #realms: KernelRealms | undefined;
  /** Frozen realms, while a call is repeated in others. */
  #frozen: KernelRealms | undefined;
  #isRepeating = false;
  #needsLoad = true;
  #quickCalls = 0;

  /** @param request units and settings; nothing runs yet @param contexts of the kernel */
  constructor(request: LoadRequest, contexts: RealmContexts) {
    this.#request = request;
    this.#contexts = contexts;
    this.#canFreeze = request.isFreshEachCall &&
      request.units.every(({ uses, libraries }) =>
        Object.keys(libraries).length === 0 && uses.every(([, { kind }]) => kind !== "tool")
      );
  }

  /** The realm of the unit that the host calls. */
  get entry(): KernelRealm {
    return this.#loaded.entry;
  }

  /** The realms by name. */
  get realms(): ReadonlyMap<string, KernelRealm> {
    return this.#loaded.byName;
  }

  /** Id of the unit that the host calls. */
  get entryUnit(): string {
    return this.#request.entry;
  }

  /** Whether the next call must load, for example after an interrupted evaluation. */
  get needsLoad(): boolean {
    const isOutdated = this.#realms?.isFrozen === true && !this.#realms.isReusable;
    return this.#needsLoad || isOutdated;
  }

  /** Whether its calls run without a timer in the kernel. */
  get runsWithoutTimer(): boolean {
    return this.#quickCalls >= quick.calls && !this.#request.isWatched;
  }

  /** Whether each argument list finds nothing of an earlier one. */
  get isFreshEachCall(): boolean {
    return this.#request.isFreshEachCall;
  }

  /** Whether a call that throws is repeated in realms that are not frozen. */
  get isFrozen(): boolean {
    return this.#loaded.isFrozen;
  }

  get #loaded(): KernelRealms {
    if (this.#realms === undefined) throw new Error("Cannot find realms: load the program first");
    return this.#realms;
  }

  /** Counts quick calls. @param durationMs duration of one evaluation */
  noteDuration(durationMs: number): void {
    this.#quickCalls = durationMs <= quick.ms ? this.#quickCalls + 1 : 0;
  }

  /** Drops the realms after an interruption; the next call makes new ones. */
  dropRealms(): void {
    if (this.#realms?.isReusable) this.#contexts.drop();
    this.#realms = undefined;
    this.#needsLoad = true;
  }

  /** Ends a call: the next one loads where it must find nothing of this one. */
  endCall(limitMs: number): void {
    if (!this.isFreshEachCall) return;
    if (this.#isRepeating) {
      this.#isRepeating = false;
      this.#realms = this.#frozen;
    }
    this.#needsLoad = true;
    if (this.#realms?.isReusable && this.#realms.end(this.#timerMs(limitMs))) return;
    this.dropRealms();
  }

  /**
   * Ends the call in the frozen realms, and makes the next load use new ones that are not frozen, until it ends there
   * too.
   *
   * @param keepsFrozen whether the frozen realms can be used again @param limitMs time for what the call left behind
   */
  repeatUnfrozen(keepsFrozen: boolean, limitMs: number): void {
    const hasEnded = keepsFrozen && this.#realms?.isReusable &&
      this.#realms.end(this.#timerMs(limitMs));
    if (!hasEnded) this.dropRealms();
    this.#frozen = this.#realms;
    this.#realms = undefined;
    this.#isRepeating = true;
    this.#needsLoad = true;
  }

  /** Prepares the next call: runs the top level of all units, in new realms unless there are frozen ones. */
  load(limitMs: number): LoadReply {
    const reply = this.#realms?.isReusable
      ? this.#realms.load(this.#timerMs(limitMs))
      : this.#loadAnew(limitMs, this.#canFreeze && !this.#isRepeating);
    if (reply.kind === "loaded") {
      this.#needsLoad = false;
    } else {
      this.dropRealms();
      this.#isRepeating = false;
    }
    return reply;
  }

  #timerMs(limitMs: number): number {
    return this.runsWithoutTimer ? Infinity : limitMs;
  }

  #loadAnew(limitMs: number, isFrozen: boolean): LoadReply {
    const end = performance.now() + limitMs;
    try {
      this.#realms = new KernelRealms(this.#request, this.#contexts, isFrozen);
    } catch (error) {
      return rejectedCode(error);
    }
    const reply = this.#realms.load(end - performance.now());
    if (reply.kind !== "thrown" || !isFrozen) return reply;
    if (reply.error === brokenRealm) this.#contexts.drop();
    this.#canFreeze = false; // its top level may change built-in objects
    return this.#loadAnew(end - performance.now(), false);
  }
}

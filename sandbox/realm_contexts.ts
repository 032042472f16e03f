/**
 * The vm contexts of a kernel.
 *
 * @module
 */
import type vm from "node:vm";
import { RealmContext } from "./kernel_realm.ts";
import type { RealmSettings } from "./wire.ts";

/** Contexts with frozen built-in objects, one for each realm of a program. */
export interface FrozenContexts {
  /** The context of a program's realm. @param index of the realm within the program */
  at(index: number): RealmContext;
}

/**
 * Makes contexts, and shares the frozen ones among all programs: nothing that a program does can change them, and a
 * frozen context takes as long to make as a thousand calls.
 */
export class RealmContexts {
  readonly #script: vm.Script;
  #frozen: FrozenContexts | undefined;
  #settings = "";

  /** @param script the bundle of `realm.ts` */
  constructor(script: vm.Script) {
    this.#script = script;
  }

  /** A context for one program. */
  create(settings: RealmSettings): RealmContext {
    return new RealmContext(this.#script, settings, false);
  }

  /** The frozen contexts; the same until they are dropped. */
  frozen(settings: RealmSettings): FrozenContexts {
    const text = JSON.stringify(settings);
    if (this.#frozen === undefined || text !== this.#settings) {
      this.#frozen = this.#createFrozen(settings);
      this.#settings = text;
    }
    return this.#frozen;
  }

  /** Whether these contexts may be used for the next call. */
  isCurrent(contexts: FrozenContexts): boolean {
    return contexts === this.#frozen;
  }

  /** Gives up the frozen contexts: an interrupted evaluation may have left one in the middle of its trusted code. */
  drop(): void {
    this.#frozen = undefined;
  }

  #createFrozen(settings: RealmSettings): FrozenContexts {
    const contexts: RealmContext[] = [];
    return {
      at: (index) => contexts[index] ??= new RealmContext(this.#script, settings, true),
    };
  }
}

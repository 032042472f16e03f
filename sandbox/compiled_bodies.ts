/**
 * Compiled code of a context that serves many programs.
 *
 * @module
 */
import type { Body } from "./realm_units.ts";

/** Maximum number of kept bodies, and of their characters of code. */
const [maxBodies, maxChars] = [64, 2_000_000];

/**
 * Keeps the bodies that were used last, by their code.
 *
 * Candidates differ in one function, and the author's code that calls it is the same: compiled once, it is optimized
 * once. A body keeps nothing from call to call that its code could read: each load runs it anew, and code in strict mode
 * has no access to its own function.
 */
export class CompiledBodies {
  readonly #bodies = new Map<string, Body>();
  #chars = 0;

  /** The body of this code, compiled when it is not kept. */
  get(code: string, compile: () => Body): Body {
    const known = this.#bodies.get(code);
    const body = known ?? compile();
    if (known !== undefined) this.#bodies.delete(code);
    else this.#chars += code.length;
    this.#bodies.set(code, body); // maps iterate in insertion order
    for (const oldest of this.#bodies.keys()) {
      if (this.#bodies.size <= maxBodies && this.#chars <= maxChars) break;
      this.#bodies.delete(oldest);
      this.#chars -= oldest.length;
    }
    return body;
  }
}

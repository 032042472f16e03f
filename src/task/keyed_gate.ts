/**
 * A gate that admits callers with the same key together.
 *
 * @module
 */

/** A waiting caller. */
interface Waiting {
  readonly key: string;
  readonly enter: () => void;
}

/** Callers with the current key enter immediately; others enter in order when all have left. */
export class KeyedGate {
  #key: string | undefined;
  #inside = 0;
  #waiting: readonly Waiting[] = [];

  /** Waits for admission with `key`; disposing of the result leaves. */
  async enter(key: string): Promise<Disposable> {
    if (this.#inside === 0) this.#key = key;
    if (this.#key === key) this.#inside++;
    else {
      await new Promise<void>((enter) => this.#waiting = [...this.#waiting, { key, enter }]);
    }
    return { [Symbol.dispose]: () => this.#leave() };
  }

  #leave(): void {
    if (--this.#inside > 0) return;
    this.#key = this.#waiting[0]?.key;
    const next = this.#waiting.filter(({ key }) => key === this.#key);
    this.#waiting = this.#waiting.filter(({ key }) => key !== this.#key);
    this.#inside = next.length;
    for (const { enter } of next) enter();
  }
}

/**
 * A gate that holders of one key pass together, while others wait.
 *
 * @module
 */

/** A waiting caller. */
interface Waiting {
  readonly key: string;
  readonly enter: () => void;
}

/** Callers with the key of those inside enter at once; others enter in order when all have left. */
export class KeyedGate {
  #key: string | undefined;
  #inside = 0;
  #waiting: readonly Waiting[] = [];

  /** Waits for the turn of `key`; disposing leaves. */
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

/**
 * One waiter that others wake, also before it waits.
 *
 * @module
 */

/** Lets one loop wait for a call or for time to pass. */
export class WakeUp {
  #isCalled = false;
  #wake: (() => void) | undefined;

  /** Ends the wait under way, or else the next one. */
  call(): void {
    this.#isCalled = true;
    this.#wake?.();
  }

  /** Waits for a call since the last wait. @param limitMs longest wait in milliseconds */
  async wait(limitMs: number): Promise<void> {
    if (!this.#isCalled) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    this.#isCalled = false;
  }
}

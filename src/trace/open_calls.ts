/**
 * The calls of an agent or a guide that wait for a sandbox or a model.
 *
 * @module
 */

/** Time in which calls that are left may end by themselves: to stop one takes its process along. */
const graceMs = 200;

/** Calls that were begun and have not ended; they end with the work that began them. */
export class OpenCalls {
  readonly #names = new Map<object, string>();
  readonly #controller = new AbortController();
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Aborted when the work must end, and soon after its end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the work has ended, so that nobody waits for a call any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Notes a call until the result is disposed of. @param name of the called function */
  begin(name: string): Disposable {
    const call = { [Symbol.dispose]: () => this.#forget(call) };
    this.#names.set(call, name);
    return call;
  }

  /** Ends the calls because the work must end; each rejects with the reason. */
  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /**
   * Tells that the work has ended. Calls that are left end by themselves or are stopped, and where they fail they settle never:
   * it would be an error that nobody handles.
   *
   * @returns names of the functions whose calls are left
   */
  end(): readonly string[] {
    if (this.signal.aborted) return [];
    this.#isOver = true;
    if (this.#names.size > 0) {
      const reason = new Error("The work that began the call has ended");
      this.#timer ??= setTimeout(() => this.#controller.abort(reason), graceMs);
    }
    return [...new Set(this.#names.values())];
  }

  #forget(call: object): void {
    this.#names.delete(call);
    if (this.#names.size === 0) clearTimeout(this.#timer);
  }
}

/** Settles never, in the place of a call that nobody waits for. */
export function never(call: Disposable | undefined): Promise<never> {
  call?.[Symbol.dispose]();
  return new Promise(() => {});
}

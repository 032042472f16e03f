/**
 * The calls of an agent or a guide that wait for a sandbox or a model.
 *
 * @module
 */

/** Calls that were begun and have not ended; they end with the work that began them. */
export class OpenCalls {
  readonly #names = new Map<object, string>();
  readonly #controller = new AbortController();
  #isOver = false;

  /** Aborted at the end of the work, and when it must end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the work has ended, so that nobody waits for a call any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Notes a call until the result is disposed of. @param name of the called function */
  begin(name: string): Disposable {
    const call = { [Symbol.dispose]: () => void this.#names.delete(call) };
    this.#names.set(call, name);
    return call;
  }

  /** Ends the calls because the work must end; each rejects with the reason. */
  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /**
   * Ends the calls because the work has ended. Those that are left settle never: their failure would be an error that nobody
   * handles.
   *
   * @returns names of the functions whose calls are left
   */
  end(): readonly string[] {
    if (this.signal.aborted) return [];
    this.#isOver = true;
    this.#controller.abort(new Error("The work that began the call has ended"));
    return [...new Set(this.#names.values())];
  }
}

/** Settles never. */
export function never(): Promise<never> {
  return new Promise(() => {});
}

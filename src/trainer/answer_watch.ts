/**
 * Watches whether the model of a run ever answered: a run without a single answer has failed.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import type { RunEvent } from "./event.ts";

/** Asks that may be lost before the first answer; the next one ends the run. */
const maxLost = 2;

/** Statuses that another try may mend: overload, time-outs, failures inside the server. */
function isPassing(status: number | undefined): boolean {
  return status === undefined || status >= 500 || [408, 409, 425, 429].includes(status);
}

/** Reads the events of a run; tells which failure of the model ends it. */
export class AnswerWatch {
  #isAnswered = false;
  #lost = 0;
  #last: { readonly message: string; readonly advice?: string } | undefined;

  /** @param events the log being resumed */
  constructor(events: Iterable<RunEvent> = []) {
    for (const event of events) this.see(event);
  }

  /** Reads the next event. */
  see(event: RunEvent): void {
    if (event.type === "exchange" && event.role === undefined) this.#isAnswered = true;
    if (event.type === "warning" && event.code === "model-lost") {
      this.#lost++;
      this.#last = event;
    }
  }

  /**
   * Whether a failed ask ends the run: every later one must fail too; or, before the first answer, the server refused it, or
   * it is the third.
   */
  isEnd({ isFatal, status }: ModelError): boolean {
    if (isFatal) return true;
    return !this.#isAnswered && (!isPassing(status) || this.#lost >= maxLost);
  }

  /** The failure of a run whose model was asked and never answered; null otherwise. */
  get failure(): ModelError | null {
    if (this.#isAnswered || this.#last === undefined) return null;
    const { message, advice } = this.#last;
    return new ModelError(`The model never answered. ${message}`, {
      ...(advice === undefined ? {} : { advice }),
    });
  }
}

/**
 * The complete validation of provisional candidates, before one may be accepted.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { equalValues } from "../trace/equal_values.ts";
import type { Candidate } from "./candidate.ts";
import type { Evaluator, SmokeInputs } from "./evaluator.ts";
import type { EventOf, RunEvent } from "./event.ts";
import type { Journal } from "./journal.ts";
import { encodeRejection } from "./proposed_event.ts";

/** The parts of a training used by confirmations. */
export interface ConfirmationsOptions {
  readonly evaluator: Evaluator;
  readonly journal: Journal;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
  /** Arguments on which code is tried. */
  readonly inputs: () => SmokeInputs;
}

/** Validates provisional candidates. */
export class Confirmations {
  readonly #options: ConfirmationsOptions;
  #hasFailed = false;

  /** @param options the parts of the training */
  constructor(options: ConfirmationsOptions) {
    this.#options = options;
  }

  /** Whether candidates may be provisional: one that was refused shows that what is run first is not what is accepted. */
  get areTrusted(): boolean {
    return !this.#hasFailed;
  }

  /** Validates a candidate as if it had been proposed for another one. @returns it, or null when it is refused */
  async confirm(
    step: number,
    candidate: Candidate,
    { values: current }: Candidate,
  ): Promise<Candidate | null> {
    const { journal, emit } = this.#options;
    const known = journal.confirmation({ step, candidate: candidate.id });
    const event = known ?? await this.#validated(step, candidate, current);
    emit(event);
    if (!event.isConfirmed) this.#hasFailed = true;
    return event.isConfirmed ? { id: candidate.id, values: candidate.values } : null;
  }

  async #validated(
    step: number,
    candidate: Candidate,
    current: Candidate["values"],
  ): Promise<EventOf<"confirmed">> {
    const { evaluator, inputs, signal } = this.#options;
    const changed = Object.entries(candidate.values)
      .flatMap(([name, value]) => equalValues(value, current[name]) ? [] : [name]);
    const { rejections, isByClock = false } = await evaluator.validate(candidate, changed, {
      inputs: inputs(),
      signal,
    });
    return {
      type: "confirmed",
      step,
      candidate: candidate.id,
      isConfirmed: rejections.length === 0,
      ...(rejections.length === 0 ? {} : { rejections: rejections.map(encodeRejection) }),
      ...(isByClock ? { isByClock } : {}),
    };
  }
}

/** @throws {UsageError} for a provisional candidate */
export function requireConfirmed(action: string, candidate: Candidate): void {
  if (!candidate.isProvisional) return;
  throw new UsageError(
    `Cannot ${action} "${candidate.id}": received a provisional candidate`,
    { advice: "Confirm it first, or propose without mayBeProvisional." },
  );
}

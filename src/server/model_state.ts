/**
 * The last known state of the models that jobs ask, from the events of their runs. It sends nothing.
 *
 * @module
 */
import type { Job } from "../jobs/job.ts";
import type { WatchedEvent } from "../jobs/watched_runs.ts";

/** `failing` while the last call of some model got no answer; `unknown` before the first call. */
export type ModelState = "unknown" | "ok" | "failing";

/** Remembers by model how the last call ended. */
export class LastModelStates {
  /** Whether the last call was answered. A job names only models that the server offers. */
  readonly #isAnswered = new Map<string, boolean>();

  /** The state of all models together. */
  get state(): ModelState {
    if (this.#isAnswered.size === 0) return "unknown";
    return [...this.#isAnswered.values()].every(Boolean) ? "ok" : "failing";
  }

  /** Learns from an event. Judges ask models of their tasks. */
  see({ options: { model, agentModel = model } }: Job, event: WatchedEvent): void {
    if (event.type !== "exchange" && event.type !== "model-trouble") return;
    if (event.type === "model-trouble" && event.kind === "retry") return;
    const name = event.role === undefined ? model : event.role === "agent" ? agentModel : undefined;
    if (name !== undefined) this.#isAnswered.set(name, event.type === "exchange");
  }
}

/**
 * The settings of a logged run that a resume may change.
 *
 * @module
 */
import type { EventOf, RunEvent } from "./event.ts";

/** The settings that a resume may change. */
export type ChangeableSettings = NonNullable<EventOf<"resumed">["settings"]>;

/** Those of a run's settings, as logged. */
export function changeableSettings(
  { steps, target, patience, budget }: ChangeableSettings,
): ChangeableSettings {
  return {
    steps,
    ...(target === undefined ? {} : { target }),
    ...(patience === undefined ? {} : { patience }),
    budget,
  };
}

/** The first event of a log, with the settings that were in force at its end. */
export function startedIn(events: readonly RunEvent[]): EventOf<"started"> | undefined {
  const started = events.find((event) => event.type === "started");
  if (started === undefined) return undefined;
  const settings = events.flatMap((event) => event.type === "resumed" ? event.settings ?? [] : []);
  return { ...started, ...settings.at(-1) };
}

/** Place of a decision: the next ask of a step, by the number of its first proposal. */
export interface AskPlace {
  readonly step: number;
  readonly proposal: number;
}

/**
 * The limits of evaluations under which a run took its decisions.
 *
 * The number of proposals follows from what is left of the limit. A run that was resumed with another limit decides
 * as its log says when it is repeated: the earlier limit holds for what was decided under it.
 */
export class EvaluationLimits {
  readonly #current: number | null;
  readonly #byPlace = new Map<string, number | null>();

  /** @param events of the log that is repeated; none for a new run @param current the limit from now on */
  constructor(events: readonly RunEvent[], current: number | null) {
    this.#current = current;
    let limit = current;
    for (const event of events) {
      if (event.type === "started") limit = event.budget.evaluations;
      else if (event.type === "resumed") {
        limit = event.settings === undefined ? limit : event.settings.budget.evaluations;
      } else if (event.type === "answered") this.#byPlace.set(askKey(event), limit);
      else if (event.type === "step") this.#byPlace.set(stepKey(event), limit);
    }
  }

  /** The limit for decisions at this place; null for none. */
  at(place: AskPlace): number | null {
    for (const key of [askKey(place), stepKey(place)]) {
      const limit = this.#byPlace.get(key);
      if (limit !== undefined) return limit;
    }
    return this.#current;
  }
}

const askKey = ({ step, proposal }: AskPlace): string => `ask ${step} ${proposal}`;

const stepKey = ({ step }: Pick<AskPlace, "step">): string => `step ${step}`;

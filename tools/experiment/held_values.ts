/**
 * The values that a run of `optimize` held at each point of an experiment, from its events.
 *
 * @module
 */
import type { Values } from "../../src/problem/problem.ts";
import type { EventOf, RunEvent } from "../../src/trainer/event.ts";
import { compareScores, meanScore, type Score } from "../../src/trainer/scores.ts";
import type { Experiment } from "./experiment.ts";

/** Values that a run held. */
export interface Held {
  /** Encoded, by parameter. */
  readonly values: Values;
  /** Its own score of them: on the validation split, or train if there is none. */
  readonly score: Score;
}

/** Which values of a run are measured. */
export interface HeldOptions {
  readonly axis: Experiment["axis"];
  readonly points: readonly number[];
  /** Those with the best score so far, or, with steps, those that the last step ended with. */
  readonly of: "best" | "current";
}

/**
 * The values at each point that the run reached; all points where it came to its end.
 *
 * Steps: at the end of each. Evaluations: the best of the candidates that were evaluated, by then, on every example of the
 * split that chooses; the start, before the first.
 */
export function heldValues(
  events: readonly RunEvent[],
  { axis, points, of }: HeldOptions,
): readonly Held[] {
  const finished = events.find((event) => event.type === "finished");
  const held = axis === "steps" ? heldBySteps(events, of) : heldByEvaluations(events);
  const isWhole = finished !== undefined && cameToItsEnd(finished);
  return points.flatMap((point) => held[point] ?? (isWhole ? held.at(-1) ?? [] : []));
}

/** Whether nothing but its plan, its target or its budget of evaluations ended a run. */
function cameToItsEnd({ stopReason, budget }: EventOf<"finished">): boolean {
  if (stopReason === "budget") return budget === "evaluations";
  return stopReason !== "failed" && stopReason !== "interrupted";
}

/** What was held at the start and at the end of each step. */
function heldBySteps(events: readonly RunEvent[], of: HeldOptions["of"]): readonly Held[] {
  const known = new Map<string, Values>();
  const held: Held[] = [];
  let now: Values = {};
  for (const event of events) {
    if (event.type === "started") {
      now = initialOf(event);
      known.set(event.candidate, now);
      held.push({ values: now, score: null });
    } else if (event.type === "proposed" && event.candidate !== undefined) {
      known.set(event.candidate, { ...known.get(event.parent ?? ""), ...event.changes });
    } else if (event.type === "compared" && event.isAccepted && of === "current") {
      now = known.get(event.candidate) ?? now;
    } else if (event.type === "best" && of === "best") {
      now = event.parameters;
    } else if (event.type === "step") {
      held.push({ values: now, score: event[of] });
    } else if (event.type === "finished" && held[0] !== undefined) {
      held[0] = { ...held[0], score: event.initial.score };
    }
  }
  return held;
}

/** What was held at the start and after each evaluation. */
function heldByEvaluations(events: readonly RunEvent[]): readonly Held[] {
  const known = new Map<string, Values>();
  const scores = new Map<string, Map<number, Score>>();
  const held: Held[] = [];
  let [split, size] = ["train", 0];
  for (const event of events) {
    if (event.type === "started") {
      const { train, validation } = event.task.examples;
      [split, size] = validation > 0 ? ["validation", validation] : ["train", train];
      known.set(event.candidate, initialOf(event));
      held.push({ values: initialOf(event), score: null });
    } else if (event.type === "proposed" && event.candidate !== undefined) {
      known.set(event.candidate, { ...known.get(event.parent ?? ""), ...event.changes });
    } else if (event.type === "evaluated") {
      const before = held.at(-1)!; // !: it begins with the start
      held.push(before);
      if (event.example.split !== split) continue;
      const own = scores.get(event.candidate) ?? new Map<number, Score>();
      scores.set(event.candidate, own.set(event.example.index, event.score));
      const score = own.size === size ? meanScore([...own.values()]) : null;
      const values = known.get(event.candidate);
      if (values === undefined || compareScores([score], [before.score]) <= 0) continue;
      held[held.length - 1] = { values, score };
    }
  }
  // The start is scored by its evaluations, which are the first of the run.
  const [start, ...others] = held;
  const scored = others.find(({ score }) => score !== null);
  if (start === undefined || scored === undefined) return held;
  return held.map((each) => each.score === null ? { ...each, score: scored.score } : each);
}

function initialOf({ task }: EventOf<"started">): Values {
  return Object.fromEntries(task.parameters.map(({ name, value }) => [name, value]));
}

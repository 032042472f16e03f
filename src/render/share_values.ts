/**
 * Makes one node of equal values, so that they have one name and are shown once.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { baseOf } from "../trace/data/node_names.ts";
import { rearranged } from "./rearranged.ts";

/** Shorter values, as JSON, stay apart: they are written where they are used, or listed turn by turn. */
const leastShared = 40;

/** The same graph where a value that went in is one node for all steps that take it, if name and description are alike. */
export function shareValues(feedback: FeedbackGraph): FeedbackGraph {
  const { graph: { nodes }, outputs } = feedback;
  const judged = new Set(outputs.map(({ node }) => node));
  const first = new Map<string, number>();
  const standIns = new Map<number, number>();
  for (const [place, { kind, name, value, description = "" }] of nodes.entries()) {
    if (kind !== "value" || value.kind !== "exact" || judged.has(place)) continue;
    const json = JSON.stringify(value.json);
    if (json.length < leastShared) continue;
    const key = JSON.stringify([baseOf(name), description, value.type, json]);
    const known = first.get(key);
    if (known === undefined) first.set(key, place);
    else standIns.set(place, known);
  }
  if (standIns.size === 0) return feedback;
  return rearranged(feedback, [...nodes.keys()].filter((place) => !standIns.has(place)), standIns);
}

/**
 * The candidates around a place, with what was observed of them on each example.
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import type { Scene } from "../arm.ts";
import { type Frame, frameOf, unitsOf, vectorOf } from "../numbers/coordinates.ts";
import { type Design, designOf } from "./linear_fit.ts";
import { type Observation, observationsOf } from "./observations.ts";

/** What several candidates did on one example. */
export interface ExampleObservations {
  /** The candidates, from the place. */
  readonly design: Design;
  /** One for each point of the design. */
  readonly observations: readonly Observation[];
}

/**
 * How far a neighbourhood reaches. `wide`: candidates count alike, as they must where an observation jumps from one side to the
 * other. `near`: most of them count alike. `local`: they count as much as a line is right there, whose error grows with the
 * square of the distance.
 */
export type Reach = "wide" | "near" | "local";

/** What is looked at. */
export interface NeighbourhoodRequest {
  readonly frame: Frame;
  readonly place: Float64Array;
  /** The best possible score. */
  readonly best: number;
  readonly reach: Reach;
}

/** Most candidates, most near ones beyond some for each number, and most examples. */
const mostCandidates = 120;
const mostNear = 40;
const nearForEachNumber = 3;
const mostExamples = 16;

/** Trials that show whether there is feedback: the history keeps that of its newest ones. */
const newest = 8;

/** Least distance of a local candidate, as a share of a usual one: otherwise it would decide alone. */
const leastDistance = 1e-3;

/** How much a candidate counts by its distance, as a share of a usual one. */
const weights: Readonly<Record<Reach, (distance: number) => number>> = {
  wide: () => 1,
  near: (distance) => 1 / (1 + distance ** 4),
  local: (distance) => 1 / (distance + leastDistance) ** 4,
};

/** A candidate beside the place. */
interface Neighbour {
  readonly trial: Trial;
  readonly vector: Float64Array;
  readonly offset: Float64Array;
  readonly distance: number;
}

/** The observations around a place by example: of those that enough candidates met, the ones that most did. */
export function neighbourhoodOf(
  scene: Scene,
  { frame, place, best, reach }: NeighbourhoodRequest,
): readonly ExampleObservations[] {
  const count = reach === "wide" ? mostCandidates : mostNear + nearForEachNumber * place.length;
  const near = neighboursOf(scene, frame, place).slice(0, count);
  const usual = near[near.length >> 1]?.distance || 1;
  const byExample = Map.groupBy(
    near.flatMap(({ trial, vector, offset, distance }, candidate) => {
      const weight = weights[reach](distance / usual);
      const observed = observationsOf(trial, { vector, best }).values();
      return [...observed].map((observation) => ({ candidate, observation, offset, weight }));
    }),
    ({ observation }) => observation.example,
  );
  const designs = new Map<string, Design | null>();
  return [...byExample].sort(([one, met], [other, alsoMet]) =>
    alsoMet.length - met.length || (one < other ? -1 : 1)
  ).slice(0, mostExamples).flatMap(([, met]) => {
    const key = met.map(({ candidate }) => candidate).join();
    const design = designs.get(key) ?? designOf({
      points: met.map(({ offset }) => offset),
      weights: met.map(({ weight }) => weight),
    });
    designs.set(key, design);
    return design === null ? [] : [{ design, observations: met.map((each) => each.observation) }];
  });
}

/** The candidates with the same numbers, the nearest first; where there is feedback, those whose feedback is known. */
function neighboursOf(
  { parameters, history }: Scene,
  frame: Frame,
  place: Float64Array,
): readonly Neighbour[] {
  const units = unitsOf(frame);
  const isHeard = history.slice(-newest).some((trial) => trial.feedbackByExample !== undefined);
  return history.flatMap((trial): readonly Neighbour[] => {
    if (trial.score === null || isHeard && trial.feedbackByExample === undefined) return [];
    if (frameOf(parameters, trial.values, units).shape !== frame.shape) return [];
    const vector = vectorOf(trial.values, frame);
    const offset = vector.map((position, at) => position - place[at]!); // !: as many
    return [{ trial, vector, offset, distance: Math.hypot(...offset) }];
  }).toSorted((one, other) => one.distance - other.distance);
}

/**
 * The state of the descent, and the present candidate as it sees it.
 *
 * @module
 */
import { seedOf } from "../../seeds.ts";
import type { Scene } from "../arm.ts";
import { type Frame, frameOf, vectorOf } from "./coordinates.ts";
import { unpackedShort } from "./packed.ts";
import type { Curvature } from "./quasi_newton.ts";

/** Candidates for the slope at a base, or on a line from it. */
export interface Round {
  readonly kind: "slope" | "line";
  readonly base: string;
  /** At the base, as packed numbers; empty while it is looked for. */
  readonly slope: string;
  /** Place among the ladders of steps along the line. */
  readonly ladder: number;
  /** Candidates proposed so far. */
  readonly asked: number;
  /** Leads over the base of those whose trials are known, in their order; null without a trial. */
  readonly leads: readonly (number | null)[];
  /** Lead of the current candidate over the base: one of the candidates may have become it. */
  readonly offset: number;
}

/** The descent between two generations. Vectors are packed numbers. */
export interface DescentState {
  /** Of the frame; the descent begins anew when it changes. */
  readonly shape: number;
  readonly units: readonly number[];
  readonly round: Round | null;
  /** Base and slope of the last round that found a step; null before one. */
  readonly last: Pick<Round, "base" | "slope"> | null;
  readonly memory: readonly { readonly step: string; readonly fall: string }[];
  /** Place among the lengths of differences. */
  readonly level: number;
  /** Key of the current candidate after the last trials. */
  readonly seen: number;
  /** Whether a quasi-Newton step helped since the last rest: so far scores are smooth. */
  readonly hasStepped: boolean;
  /** Score of the candidate from which no step helps, until a better one is current; null while steps may help. */
  readonly restsAt: number | null;
  /** Whether the last round was given up, because it was asked from another candidate: some trainers vary several in turn. */
  readonly isInterrupted: boolean;
}

/** A candidate as the descent sees it. */
export interface View {
  readonly frame: Frame;
  readonly vector: Float64Array;
  /** Places of the coordinates without steps. */
  readonly free: readonly number[];
  readonly key: number;
}

export function viewOf({ parameters, current }: Scene, state: DescentState | null): View {
  const frame = frameOf(parameters, current, state?.units);
  const vector = vectorOf(current, frame);
  const free = frame.coordinates.flatMap(({ step }, place) => step === 0 ? [place] : []);
  return { frame, vector, free, key: seedOf(...vector) };
}

/** The remembered curvature. */
export function curvatureIn(memory: DescentState["memory"]): readonly Curvature[] {
  return memory.map(({ step, fall }) => ({ step: unpackedShort(step), fall: unpackedShort(fall) }));
}

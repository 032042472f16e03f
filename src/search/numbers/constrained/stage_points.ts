/**
 * The points that a stage of the constrained arm asks for.
 *
 * @module
 */
import type { Scene } from "../../arm.ts";
import { boundsOf, type Frame, frameOf } from "../coordinates.ts";
import { unpacked, unpackedShort } from "../packed.ts";
import type { Base, ConstrainedState } from "./constrained_state.ts";
import type { Dependence } from "./dependence.ts";
import { unpackedKnown } from "./known_slopes.ts";
import { movedAt, movedTogether, type SlopesRequest } from "./slopes.ts";

/** Shares of the step that are tried together. */
export const shares = [1, 0.25, 0.06];

/** The coordinates of a scene. */
export interface View {
  readonly frame: Frame;
  /** Places of the coordinates without steps. */
  readonly free: readonly number[];
}

/** The view of a scene with the units of the state. */
export function viewOf({ parameters, current }: Scene, state: ConstrainedState | null): View {
  const frame = frameOf(parameters, current, state?.units);
  const free = frame.coordinates.flatMap(({ step }, place) => step === 0 ? [place] : []);
  return { frame, free };
}

/** All candidates of the stage. */
export function pointsOf(state: ConstrainedState, view: View) {
  const exact = new Float64Array(view.frame.coordinates.length);
  switch (state.stage) {
    case "start":
      return [{ vector: unpacked(state.vector), grain: exact }];
    case "slopes": {
      const request = slopesAt(state, state.base!, view); // set with the first start
      return movedTogether(request).map((places) => movedAt(places, request));
    }
    case "step":
      return shares.map((share) => ({ vector: alongStep(state, view, share), grain: exact }));
    default:
      return state.stage satisfies never;
  }
}

/** The place after a share of the step, within the bounds. */
export function alongStep({ base, vector }: ConstrainedState, { frame }: View, share: number) {
  const step = unpacked(vector);
  return unpacked(base!.vector).map((position, place) => {
    const [least, most] = boundsOf(frame.coordinates[place]!); // here and below: one for each
    return Math.min(most, Math.max(least, position + share * step[place]!));
  });
}

/** The slopes at a base, as the stage asks for them. */
export function slopesAt(
  state: ConstrainedState,
  base: Base,
  { frame, free }: View,
): SlopesRequest {
  const { isWhole, reach } = state;
  const dependence = dependenceOf(state.dependence, frame);
  return {
    ...{ frame, free, isWhole, reach, dependence },
    base: unpacked(base.vector),
    measured: unpacked(base.measured),
    known: unpackedKnown(base.known, dependence),
    spans: unpackedShort(state.spans),
  };
}

/** The dependence in a state. */
export function dependenceOf(bits: string, { coordinates }: Frame): Dependence {
  return { bits: Uint8Array.fromBase64(bits), width: coordinates.length };
}

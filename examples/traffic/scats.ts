/**
 * A controller like SCATS: after each cycle it moves the split towards equal degrees of saturation, and the cycle length
 * towards a target.
 *
 * After A. G. Sims and K. W. Dobinson, The Sydney Coordinated Adaptive Traffic (SCAT) System: philosophy and benefits,
 * IEEE Transactions on Vehicular Technology 29, 1980; the limits per cycle are those published for SCATS. It is no copy:
 * one crossing needs no offsets, and detectors count vehicles rather than gaps.
 *
 * @module
 */
import { directions, type Phase, phaseOf, phases, saturationFlow } from "./network.ts";
import {
  clearance,
  type Controller,
  cycleLength,
  type GreenTimes,
  type MeasuredCycle,
} from "./signal.ts";
import { withinRange } from "./webster.ts";

/** Degree of saturation of the busiest direction that the cycle length is for. */
const target = 0.9;

/** Most seconds by which the cycle changes at once. */
const largestChange = 6;

/** Largest share of the cycle by which the split changes at once. */
const largestShift = 0.04;

/** A controller that begins with the given green times. It answers to the last cycle alone, so it keeps no state. */
export function scats(start: GreenTimes): Controller {
  return { start, next: adapted };
}

/** Share of the green that the vehicles of the busiest direction of a phase needed. */
export function degreeOfSaturation({ greens, crossed }: MeasuredCycle, phase: Phase): number {
  const vehicles = directions.filter((each) => phaseOf[each] === phase).map((each) =>
    crossed[each]
  );
  return Math.max(...vehicles) / saturationFlow / greens[phase];
}

function adapted(last: MeasuredCycle): GreenTimes {
  const { greens } = last;
  const length = cycleLength(greens);
  const busiest = Math.max(...phases.map((phase) => degreeOfSaturation(last, phase)));
  const longer = limited(length * (busiest / target - 1), largestChange);
  const green = length + longer - 2 * clearance;
  const needed = (phase: Phase) => degreeOfSaturation(last, phase) * greens[phase];
  const both = needed("eastWest") + needed("northSouth");
  const share = greens.eastWest / (length - 2 * clearance);
  const fair = both === 0 ? share : needed("eastWest") / both;
  const eastWest = green * (share + limited(fair - share, largestShift));
  return { eastWest: withinRange(eastWest), northSouth: withinRange(green - eastWest) };
}

function limited(change: number, most: number): number {
  return Math.min(most, Math.max(-most, change));
}

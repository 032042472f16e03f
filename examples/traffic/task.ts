/**
 * Traffic: the two green times of a crossing, tuned for little delay in the peak half hours of a week. After sections 5.2 and
 * C.3 of the Trace paper (arXiv 2406.16218), with a simulator in this folder in the place of UXsim.
 *
 * An evaluation is one timing on five simulated half hours. The trace shows how the green times become a cycle, and the
 * cycle queues; the feedback tells in words which direction is delayed. The delay is the score, with its sign turned.
 *
 * Run it with `deno run -A mod.ts optimize examples/traffic/task.ts`; it needs no model, takes seconds, and ends with the
 * best green times and their delay on ten other days. All methods are compared by `deno task experiment traffic`.
 *
 * @module
 */
import { bundle, defineTask, Module, parameter } from "@opto/opto";
import { z } from "zod";
import { type Counts, type Delay, delayOf } from "./delay.ts";
import { duration } from "./demand.ts";
import { drawingOf } from "./drawing.ts";
import { feedbackOn } from "./feedback.ts";
import { type ByDirection, type Phase, saturationFlow } from "./network.ts";
import { clearance, cycleLength, fixedTime, greenRange, type GreenTimes } from "./signal.ts";
import { countDays, type Days, otherDays, start, week } from "./week.ts";

/** How the green times share the time of a crossing. */
interface SignalPlan {
  readonly greens: GreenTimes;
  /** Seconds. */
  readonly cycle: number;
  /** Vehicles per hour that can cross from one direction. */
  readonly capacity: Readonly<Record<Phase, number>>;
}

const planSignal = bundle(
  function planSignal(eastWest: number, northSouth: number): SignalPlan {
    const greens = { eastWest, northSouth };
    const cycle = cycleLength(greens);
    const capacity = (green: number) => Math.round(3600 * saturationFlow * green / cycle);
    return {
      greens,
      cycle,
      capacity: { eastWest: capacity(eastWest), northSouth: capacity(northSouth) },
    };
  },
  {
    description:
      `Repeats a cycle: east-west has green, all have red for ${clearance} s, north-south has green, all ` +
      `have red for ${clearance} s. In an hour a direction lets through ${3600 * saturationFlow} ` +
      "vehicles × green / cycle; each waits while the other axis has green.",
  },
);

const simulatePeak = bundle(
  function simulatePeak({ greens }: SignalPlan, days: Days): ByDirection<Counts> {
    return countDays(days, fixedTime(greens));
  },
  {
    description:
      "Simulates the peak half hour of each day. What cannot cross in one cycle waits for the next: " +
      "`queues` has the vehicles that wait after every five minutes.",
  },
);

const measureDelay = bundle(function measureDelay(counts: ByDirection<Counts>): Delay {
  return delayOf(counts);
}, { description: "Seconds that a vehicle lost on average, of all directions and of each." });

class Crossing extends Module<Days, Delay> {
  eastWest = parameter(start.eastWest, {
    name: "eastWestGreen",
    description: "seconds of green for traffic from the west and from the east",
    schema: z.int().min(greenRange.min).max(greenRange.max),
  });
  northSouth = parameter(start.northSouth, {
    name: "northSouthGreen",
    description: "seconds of green for traffic from the north and from the south",
    schema: z.int().min(greenRange.min).max(greenRange.max),
  });

  forward(days: Days) {
    return measureDelay(simulatePeak(planSignal(this.eastWest, this.northSouth), days));
  }
}

export default defineTask({
  name: "traffic",
  description: "Tunes the two green times of a crossing.",
  objective: "Make the mean delay of a vehicle as short as possible.",
  agent: () => new Crossing(),
  examples: {
    train: [{ input: week }],
    test: otherDays.map((day) => ({ input: [day] })),
  },

  guide(_example, output) {
    if (output instanceof Error) return { score: -duration, feedback: output.message };
    return { score: -output.meanDelay, feedback: feedbackOn(output) };
  },

  draw: (_example, output) => drawingOf(output),

  trainer: { steps: 50 },

  summarize: ({ split, initial, best }) =>
    `mean delay of a vehicle (${split}): ${text(initial)} before, ${text(best)} after`,
});

/** The delay of a score. */
function text(score: number | null): string {
  return score === null ? "unknown" : `${(-score).toFixed(1)} s`;
}

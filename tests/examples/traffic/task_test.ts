import { assert, assertAlmostEquals, assertEquals, assertFalse } from "@std/assert";
import { delayOf } from "../../../examples/traffic/delay.ts";
import optimum from "../../../examples/traffic/optimum.json" with { type: "json" };
import { allDelays, landscapeOf } from "../../../examples/traffic/enumerate.ts";
import { feedbackOn } from "../../../examples/traffic/feedback.ts";
import { byDirection } from "../../../examples/traffic/network.ts";
import { queuesSvg } from "../../../examples/traffic/picture.ts";
import { fixedTime } from "../../../examples/traffic/signal.ts";
import task from "../../../examples/traffic/task.ts";
import { delayOver, start, week } from "../../../examples/traffic/week.ts";
import { optimize } from "../../../mod.ts";
import type { Problem } from "../../../src/problem/problem.ts";
import { problemOfTask, promptText } from "../../support/prompt_of_task.ts";

const delayAt = (eastWest: number, northSouth: number) =>
  delayOver(week, fixedTime({ eastWest, northSouth })).meanDelay;

Deno.test("optimum.json has the delays that the simulator gives, and no neighbour of the optimum is better", () => {
  const { optimum: { eastWest, northSouth, delay }, start: { delay: atStart } } = optimum;
  assertAlmostEquals(delayAt(eastWest, northSouth), delay, 1e-9);
  assertAlmostEquals(delayAt(start.eastWest, start.northSouth), atStart, 1e-9);
  for (const [longer, more] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    assert(delayAt(eastWest + longer, northSouth + more) >= delay);
  }
});

Deno.test("landscapeOf() counts minima and shares of all timings", () => {
  const bowls = allDelays(({ eastWest, northSouth }) =>
    100 + Math.min(Math.abs(eastWest - 30), 1 + Math.abs(eastWest - 60)) + northSouth / 100
  );
  const { timings, localMinima, within } = landscapeOf(bowls);
  assertEquals([timings, localMinima], [76 * 76, 2]);
  assert(within["1 %"] < within["5 %"] && within["5 %"] < within["10 %"]);
});

Deno.test("feedbackOn() names the direction with the longest delay first, with its queue", () => {
  const counts = byDirection((direction) => ({
    vehicles: 100,
    vehiclesPerHour: 200,
    lostSeconds: direction === "north" ? 9000 : 1000,
    queues: [4, 12],
    longestQueue: 20,
  }));
  const words = feedbackOn(delayOf(counts));
  const beginning =
    "The mean delay is 30.0 s a vehicle. From the north (north-south) it is 90.0 s, " +
    "with a queue of up to 20 vehicles, 12 at the end. From the ";
  assertEquals(words.slice(0, beginning.length), beginning);
});

Deno.test("traffic gets better when the built-in search has a few steps", async () => {
  const { initial, best } = await optimize(
    { ...task, examples: { train: [{ input: [1] }] } },
    { steps: 5, seed: 1 },
  ).result;
  assert((best.score ?? 0) > (initial.score ?? 0), `${initial.score} became ${best.score}`);
});

/** What a reader finds who knows the sections of a prompt and the words of the field, and nothing else of the task. */
interface Reading {
  readonly greens: readonly [eastWest: number, northSouth: number];
  /** The axis with the longest delay. */
  readonly delayed: "east-west" | "north-south";
  /** Seconds of a cycle without green, and the vehicles an hour that come and that can cross, by axis. */
  readonly timing?: {
    readonly lost: number;
    readonly coming: readonly number[];
    readonly crossing: readonly number[];
  };
}

/** A scripted reader: it reads the prompt alone. Null where the prompt does not show what every proposal needs. */
function read(prompt: string): Reading | null {
  const numbers = (pattern: RegExp) =>
    [...prompt.matchAll(pattern)].map(([, text]) => Number(text));
  const [eastWest, northSouth] = numbers(/^let \w+Green: number = (\d+);$/gm);
  const [, delayed] = /From the \w+ \((east-west|north-south)\)/.exec(prompt) ?? []; // the longest delay is first
  if (eastWest === undefined || northSouth === undefined || delayed === undefined) return null;
  const [cycle] = numbers(/\bcycle: (\d+)/g);
  const coming = numbers(/vehiclesPerHour: (\d+)/g);
  const [, ...crossing] = /capacity: \{eastWest: (\d+), northSouth: (\d+)\}/.exec(prompt) ?? [];
  const isWhole = cycle !== undefined && coming.length === 4 && crossing.length === 2;
  return {
    greens: [eastWest, northSouth],
    delayed: delayed as Reading["delayed"], // as: one of the two in the pattern
    ...(isWhole
      ? {
        timing: {
          lost: cycle - eastWest - northSouth,
          coming: [Math.max(...coming.slice(0, 2)), Math.max(...coming.slice(2))],
          crossing: crossing.map(Number),
        },
      }
      : {}),
  };
}

/** Green times from a reading: by Webster's rule where it shows flows and capacities, else ten seconds for the delayed axis. */
function proposalFrom({ greens, delayed, timing }: Reading): [number, number] {
  if (timing === undefined) {
    return delayed === "east-west"
      ? [greens[0] + 10, greens[1] - 10]
      : [greens[0] - 10, greens[1] + 10];
  }
  const cycle = greens[0] + greens[1] + timing.lost;
  const shares = greens.map((green, axis) =>
    timing.coming[axis]! / timing.crossing[axis]! * green / cycle // !: two axes
  );
  const busy = shares[0]! + shares[1]!;
  const total = (1.5 * timing.lost + 5) / (1 - busy) - timing.lost;
  return shares.map((share) => Math.round(total * share / busy)) as [number, number]; // as: two axes
}

const masked = ["code", "documentation", "inputs", "others", "inside"] as const;

/** The problem after the start was evaluated. */
const problem = (): Promise<Problem> => problemOfTask(task, { indices: [0] });

Deno.test("a scripted reader finds in the prompt which direction queues, the green times, and how they make a cycle", async () => {
  const prompt = promptText(await problem());
  const reading = read(prompt);
  assert(reading?.timing);
  assertEquals(reading.greens, [60, 60]);
  assertEquals(reading.delayed, "east-west");
  assertEquals(reading.timing.lost, 8);
  const [coming, crossing] = [reading.timing.coming[0]!, reading.timing.crossing[0]!];
  assert(coming > crossing, "more vehicles come from the west than can cross");
  const delay = delayAt(...proposalFrom(reading));
  assert(delay < delayAt(60, 60) * 0.6, `${delay} s after one proposal`);
});

Deno.test("a scripted reader of the masked prompt still finds the queues, but not how green times lead to them", async () => {
  const prompt = promptText(await problem(), { mask: masked });
  const reading = read(prompt);
  assert(reading);
  assertEquals([reading.greens, reading.delayed], [[60, 60], "east-west"]);
  assertEquals(reading.timing, undefined);
  for (const word of ["cycle", "capacity", "vehiclesPerHour", "planSignal"]) {
    assertFalse(prompt.split("<<< user >>>")[1]?.includes(word), word);
  }
  const delay = delayAt(...proposalFrom(reading));
  assert(delay < delayAt(60, 60), "the feedback in words is enough for a better timing");
});

Deno.test("queues.svg shows what picture.ts draws", async () => {
  const file = new URL("../../../examples/traffic/queues.svg", import.meta.url);
  const shapes = (svg: string) => svg.replace(/<style>[^]*<\/style>/, ""); // the style is that of all charts
  assertEquals(shapes(await Deno.readTextFile(file)), shapes(queuesSvg(1)));
});

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { countsOf, delayOf } from "../../../examples/traffic/delay.ts";
import { vehicles } from "../../../examples/traffic/demand.ts";
import { byDirection } from "../../../examples/traffic/network.ts";
import { randomFrom } from "../../../examples/random.ts";
import { degreeOfSaturation, scats } from "../../../examples/traffic/scats.ts";
import {
  type Controller,
  fixedTime,
  greenRange,
  type MeasuredCycle,
} from "../../../examples/traffic/signal.ts";
import { simulate } from "../../../examples/traffic/simulator.ts";
import { websterGreens } from "../../../examples/traffic/webster.ts";

const cycle = (west: number, north: number): MeasuredCycle => ({
  greens: { eastWest: 30, northSouth: 30 },
  crossed: { west, east: 3, north, south: 2 },
});

Deno.test("degreeOfSaturation() is the share of the green in which the busiest direction crossed", () => {
  assertAlmostEquals(degreeOfSaturation(cycle(10, 20), "eastWest"), 0.5);
  assertAlmostEquals(degreeOfSaturation(cycle(10, 20), "northSouth"), 1);
});

Deno.test("scats() moves green to the busier phase, by at most 4 % of it, and the cycle by at most 6 s", () => {
  const next = scats({ eastWest: 30, northSouth: 30 }).next(cycle(10, 20));
  assertEquals(next, { eastWest: 30, northSouth: 36 });
  const quiet = scats({ eastWest: 30, northSouth: 30 }).next(cycle(4, 4));
  assertEquals(quiet, { eastWest: 27, northSouth: 27 });
});

Deno.test("scats() stays within the signal's range when all directions are full or empty", () => {
  for (const [count, bound] of [[1000, greenRange.max], [0, greenRange.min]] as const) {
    const controller = scats({ eastWest: 40, northSouth: 40 });
    let greens = controller.start;
    for (let each = 0; each < 50; each++) {
      greens = controller.next({ greens, crossed: byDirection(() => count) });
    }
    assertEquals(greens, { eastWest: bound, northSouth: bound });
  }
});

Deno.test("scats() undoes green times far off, and stays near Webster's when flows are constant", () => {
  const flows = { west: 0.28, east: 0.2, north: 0.16, south: 0.1 };
  const until = 7200;
  const demand = byDirection((direction) =>
    vehicles(flows[direction], { from: 0, until }, randomFrom(direction.length))
  );
  const delay = (controller: Controller) =>
    delayOf(countsOf([simulate(controller, demand, { until })])).meanDelay;
  const wrong = { eastWest: 15, northSouth: 60 };
  const best = websterGreens(flows);
  const [farOff, undone] = [delay(fixedTime(wrong)), delay(scats(wrong))];
  assert(undone < farOff / 5, `${undone} s, and ${farOff} s without control`);
  const [steady, adapted] = [delay(fixedTime(best)), delay(scats(best))];
  assert(adapted < 1.3 * steady, `${adapted} s, where Webster's timing takes ${steady} s`);
});

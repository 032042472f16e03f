import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Vehicle, vehicles } from "../../../examples/traffic/demand.ts";
import { Lane } from "../../../examples/traffic/lane.ts";
import { meanSpacing, saturationFlow } from "../../../examples/traffic/network.ts";
import { randomFrom } from "../../../examples/random.ts";
import {
  type Approach,
  uniformDelay,
  websterDelay,
  websterGreens,
} from "../../../examples/traffic/webster.ts";

/** Mean delay of vehicles at a signal, in seconds. */
function simulatedDelay({ cycle, green }: Approach, some: readonly Vehicle[]): number {
  const lane = new Lane(some);
  while (lane.arrived < some.length) lane.step(lane.time % cycle >= cycle - green);
  const delays = lane.delays();
  return delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
}

/** An approach with a degree of saturation. */
function approach(cycle: number, green: number, saturation: number): Approach {
  return { cycle, green, flow: saturation * saturationFlow * green / cycle };
}

const approaches = [
  approach(60, 24, 0.4),
  approach(60, 30, 0.7),
  approach(90, 60, 0.6),
  approach(100, 40, 0.85),
];

Deno.test("vehicles that come evenly lose the area of the queue in a cycle, within one headway", () => {
  for (const each of approaches) {
    // The area is that of a queue which grows continuously: half a vehicle longer than one of whole vehicles.
    const offsets = Array.from({ length: 10 }, (_, at) => at / 10);
    const delays = offsets.map((offset) => {
      const length = Math.round(30 * each.cycle * each.flow); // of 30 cycles
      const even = Array.from({ length }, (_, at) => (at + offset) / each.flow);
      return simulatedDelay(
        each,
        even.map((departure) => ({ departure, jamSpacing: meanSpacing })),
      );
    });
    const less = uniformDelay(each) - delays.reduce((a, b) => a + b) / delays.length;
    assert(less > -0.1 && less < 1 / saturationFlow, `${less} s: ${JSON.stringify(each)}`);
  }
});

Deno.test("vehicles that come at random lose what Webster's formula says, within 10 %", () => {
  for (const each of approaches) {
    const delays = Array.from({ length: 6 }, (_, seed) => {
      const random = vehicles(each.flow, { from: 0, until: 14_400 }, randomFrom(seed));
      return simulatedDelay(each, random);
    });
    const mean = delays.reduce((a, b) => a + b) / delays.length;
    assertAlmostEquals(mean / websterDelay(each), 1, 0.1, JSON.stringify(each));
    assert(mean > uniformDelay(each) * 0.97, "random arrivals lose no less than even ones");
  }
});

Deno.test("websterDelay() refuses an approach at saturation", () => {
  assertThrows(() => websterDelay(approach(60, 30, 1)), RangeError, "saturation of 1.00");
});

Deno.test("websterGreens() shares the best cycle by the busiest flows, within the signal's range", () => {
  const flows = (west: number, north: number) => ({ west, east: 0.01, north, south: 0.01 });
  // Y = 0.3 + 0.4 and L = 8: a cycle of 17 / 0.3 = 56.7 s.
  assertEquals(websterGreens(flows(0.2, 0.4 * saturationFlow)), { eastWest: 21, northSouth: 28 });
  assertEquals(websterGreens(flows(0.02, 0.02)), { eastWest: 15, northSouth: 15 });
  assertEquals(websterGreens(flows(0.5, 0.5)), { eastWest: 90, northSouth: 90 });
  const none = { west: 0, east: 0, north: 0, south: 0 };
  assertEquals(websterGreens(none), { eastWest: 15, northSouth: 15 });
});

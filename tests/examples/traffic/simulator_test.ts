import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { countsOf, delayOf } from "../../../examples/traffic/delay.ts";
import {
  type Demand,
  demandOf,
  meanFlows,
  type Vehicle,
  vehicles,
} from "../../../examples/traffic/demand.ts";
import { byDirection, directions } from "../../../examples/traffic/network.ts";
import { randomFrom } from "../../../examples/random.ts";
import { clearance, cycleLength, fixedTime, greenPhase } from "../../../examples/traffic/signal.ts";
import { simulate } from "../../../examples/traffic/simulator.ts";

const greens = { eastWest: 40, northSouth: 25 };

Deno.test("the phases take turns, with all directions on red between them", () => {
  const seconds = Array.from({ length: cycleLength(greens) }, (_, at) => greenPhase(greens, at));
  assertEquals(seconds, [
    ...Array(40).fill("eastWest"),
    ...Array(clearance).fill(null),
    ...Array(25).fill("northSouth"),
    ...Array(clearance).fill(null),
  ]);
});

Deno.test("simulate() depends on demand and timing alone", () => {
  const delay = (seed: number) => delayOf(countsOf([simulate(fixedTime(greens), demandOf(seed))]));
  assertEquals(delay(3), delay(3));
  assertNotEquals(delay(3), delay(4));
});

Deno.test("simulate() gives each axis the other's delays when demand and green times are swapped", () => {
  const { eastWest, northSouth } = greens;
  const light = byDirection((direction) =>
    vehicles(meanFlows[direction] / 2, { from: 0, until: 900 }, randomFrom(direction.length))
  );
  // The second phase begins `later` seconds after the first, and in the swapped crossing the other one does.
  const later = northSouth + clearance;
  const shifted = (some: readonly Vehicle[]) =>
    some.map((each) => ({ ...each, departure: each.departure + later }));
  const swapped: Demand = {
    west: shifted(light.north),
    east: shifted(light.south),
    north: shifted(light.west),
    south: shifted(light.east),
  };
  const until = 1500; // all trips have ended
  const one = simulate(fixedTime(greens), light, { until });
  const other = simulate(fixedTime({ eastWest: northSouth, northSouth: eastWest }), swapped, {
    until: until + later,
  });
  for (const [from, to] of [["west", "north"], ["east", "south"], ["north", "west"]] as const) {
    const [here, there] = [one.lanes[from].delays(), other.lanes[to].delays()];
    assertEquals(here.length, there.length);
    here.forEach((delay, each) => assertAlmostEquals(delay, there[each]!, 1e-6));
  }
});

Deno.test("delayOf() is the mean of all vehicles that set out on any day", () => {
  const demands = [demandOf(2), demandOf(3)];
  const traffic = demands.map((demand) => simulate(fixedTime(greens), demand));
  const counts = countsOf(traffic);
  for (const direction of directions) {
    const expected = demands.reduce((sum, demand) => sum + demand[direction].length, 0);
    assertEquals(counts[direction].vehicles, expected);
    assertEquals(counts[direction].vehiclesPerHour, expected); // of two half hours
  }
  const delays = traffic.flatMap(({ lanes }) => directions.flatMap((each) => lanes[each].delays()));
  const mean = delays.reduce((a, b) => a + b) / delays.length;
  assertAlmostEquals(delayOf(counts).meanDelay, mean, 1e-9);
});

Deno.test("delayOf() is 0 of a crossing without vehicles", () => {
  const { meanDelay } = delayOf(countsOf([simulate(fixedTime(greens), byDirection(() => []))]));
  assertEquals(meanDelay, 0);
});

Deno.test("demandOf() gives each direction its mean flow, ascending and by seed", () => {
  const demands = Array.from({ length: 40 }, (_, seed) => demandOf(seed));
  for (const direction of directions) {
    const counts = demands.map((demand) => demand[direction].length);
    const flow = counts.reduce((a, b) => a + b) / 40 / 1800;
    assertAlmostEquals(flow / meanFlows[direction], 1, 0.05, direction);
    assert(new Set(counts).size > 20);
    for (const demand of demands) {
      const times = demand[direction].map(({ departure }) => departure);
      assertEquals(times, times.toSorted((a, b) => a - b));
    }
  }
});

Deno.test("vehicles() is empty without a flow, and refuses a negative one", () => {
  const half = { from: 0, until: 1800 };
  assertEquals(vehicles(0, half, randomFrom(1)), []);
  assertThrows(() => vehicles(-1, half, randomFrom(1)), RangeError, "received a flow of -1");
});

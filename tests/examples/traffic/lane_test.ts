import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { vehicles } from "../../../examples/traffic/demand.ts";
import { Lane } from "../../../examples/traffic/lane.ts";
import {
  freeFlowTime,
  incomingLength,
  meanSpacing,
  road,
  saturationFlow,
  tripLength,
} from "../../../examples/traffic/network.ts";
import { randomFrom } from "../../../examples/random.ts";

/** Runs a lane whose signal has green when the function says so. */
function run(
  lane: Lane,
  until: number,
  isGreen: (time: number) => boolean = () => true,
  afterStep: () => void = () => {},
): Lane {
  while (lane.time < until) {
    lane.step(isGreen(lane.time));
    afterStep();
  }
  return lane;
}

/** A signal with 30 s of green in each minute. */
const halfGreen = (time: number) => time % 60 < 30;

/** More vehicles than get through at half green. */
const busy = vehicles(0.36, { from: 0, until: 1800 }, randomFrom(1));

/** Vehicles of the mean length that set out at the given times. */
const vehiclesAt = (departures: readonly number[]) =>
  departures.map((departure) => ({ departure, jamSpacing: meanSpacing }));

/** More vehicles than the lane can take. */
const crowd = vehiclesAt(Array.from({ length: 2000 }, (_, each) => each / 2));

Deno.test("a trip alone takes the free-flow time, whenever it begins", () => {
  for (const departure of [0, 0.25, 7.9]) {
    const lane = run(new Lane(vehiclesAt([departure])), 200);
    assertAlmostEquals(lane.arrivals[0]!, departure + freeFlowTime, 1e-9);
    assertAlmostEquals(lane.delays()[0]!, 0, 1e-9);
  }
});

Deno.test("a lane takes the saturation flow, and a standing queue leaves with it", () => {
  const open = run(new Lane(crowd), 900);
  assertAlmostEquals((open.entered - 1) / 900, saturationFlow, 0.002);
  const queue = run(new Lane(crowd), 1000, (time) => time >= 300);
  const flow = (queue.crossed - 1) / (queue.crossings[queue.crossed - 1]! - queue.crossings[0]!);
  assertEquals(queue.crossings[0], 300);
  assertAlmostEquals(flow, saturationFlow, 1e-6);
});

Deno.test("vehicles are waiting, on the lane or at its end, none twice and none lost", () => {
  const lane = new Lane(busy);
  run(lane, 1800, halfGreen, () => {
    const setOut = busy.filter(({ departure }) => departure < lane.time).length;
    const inside = lane.positions.filter((metres, each) =>
      each < lane.entered && metres < tripLength
    ).length;
    assertEquals(setOut, lane.waiting + inside + lane.arrived, `at ${lane.time} s`);
  });
  assert(lane.waiting > 0, "the queue reached back to the start of the lane");
});

Deno.test("no vehicle passes another, comes closer than the jam spacing, moves back or speeds", () => {
  const lane = new Lane(busy);
  let before = lane.positions.slice();
  run(lane, 1800, halfGreen, () => {
    for (let each = lane.arrived; each < lane.entered; each++) {
      const moved = lane.positions[each]! - before[each]!;
      assert(moved >= 0 && moved <= road.freeFlowSpeed * lane.timeStep + 1e-9);
      const isFirst = each === lane.arrived;
      const gap = lane.positions[each - 1]! - lane.positions[each]!;
      assert(isFirst || gap >= lane.spacings[each - 1]! - 1e-9, `${gap} m at ${lane.time} s`);
    }
    before = lane.positions.slice();
  });
});

Deno.test("no vehicle crosses the stop line while it has red", () => {
  const lane = run(new Lane(busy), 1800, halfGreen);
  for (const crossing of lane.crossings.slice(0, lane.crossed)) {
    assert(halfGreen(crossing), `at ${crossing} s`);
  }
});

Deno.test("the queue counts those that stand before the stop line, and those without room to enter", () => {
  const lane = run(new Lane(crowd.slice(0, 600)), 300, () => false);
  assertEquals(lane.entered, incomingLength / meanSpacing + 1);
  assertEquals(lane.queue, 600);
  run(lane, 1300);
  assertEquals([lane.arrived, lane.queue], [600, 0]);
});

Deno.test("delays() counts a trip that has not ended with what it lost so far", () => {
  const lane = run(new Lane(vehiclesAt([0, 260, 299])), 300, () => false);
  const [stopped, ...driving] = lane.delays();
  assertAlmostEquals(stopped!, 300 - incomingLength / road.freeFlowSpeed, 1e-9);
  for (const delay of driving) assertAlmostEquals(delay, 0, 1e-9);
});

Deno.test("platoons of vehicles lose about as much as single vehicles", () => {
  const calm = vehicles(0.2, { from: 0, until: 1800 }, randomFrom(2));
  const meanDelay = (platoonSize: number) => {
    const delays = run(new Lane(calm, platoonSize), 1800, halfGreen).delays();
    return delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
  };
  // A platoon whose first vehicle crosses goes on as a whole, so that larger ones lose less.
  assertAlmostEquals(meanDelay(2) / meanDelay(1), 1, 0.15);
  assertAlmostEquals(meanDelay(5) / meanDelay(1), 1, 0.3);
});

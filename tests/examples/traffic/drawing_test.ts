import { assert, assertEquals } from "@std/assert";
import { delayOf } from "../../../examples/traffic/delay.ts";
import { drawingOf } from "../../../examples/traffic/drawing.ts";
import { byDirection } from "../../../examples/traffic/network.ts";
import { drawingIn } from "../../../src/trainer/drawing.ts";

Deno.test("drawingOf() draws a bar for each queue, outwards from the crossing, as long as it has vehicles", () => {
  const counts = byDirection((direction) => ({
    vehicles: 100,
    vehiclesPerHour: 200,
    lostSeconds: 1000,
    queues: [direction === "west" ? 30 : 5],
    longestQueue: direction === "west" ? 1000 : 10,
  }));
  const { width, height, shapes } = drawingIn(drawingOf(delayOf(counts)));
  const bars = shapes.filter((shape) => shape.kind === "rectangle");
  const lengths = bars.map((bar) => Math.max(bar.width, bar.height));
  const toTheEdge = width / 2 - 12;
  assertEquals(lengths.map(Math.round), [30, 8, 8, 8, toTheEdge, 10, 10, 10]); // 8 is a bar's width
  const [west, , north] = bars;
  assert(west && west.x + west.width < width / 2 && west.y > height / 2);
  assert(north && north.y + north.height < height / 2 && north.x < width / 2);
});

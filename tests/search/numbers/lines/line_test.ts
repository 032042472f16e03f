import { assert, assertEquals } from "@std/assert";
import { bestOn, type LinePoint, nextOn } from "../../../../src/search/numbers/lines/line.ts";

/** The points of a whole search from 0.3. */
function searched(judge: (position: number) => number, step = 0): readonly LinePoint[] {
  const points: LinePoint[] = [{ position: 0.3, lead: judge(0.3) }];
  for (let next; (next = nextOn(points, { ends: [0, 1], step })) !== null;) {
    points.push({ position: next, lead: judge(next) });
  }
  return points;
}

Deno.test("nextOn() leads to the best of many valleys", () => {
  for (const best of [0.07, 0.41, 0.5, 0.83]) {
    const points = searched((x) => 2 * Math.cos(20 * Math.PI * (x - best)) - 20 * (x - best) ** 2);
    assert(Math.abs(bestOn(points).position - best) < 0.02, `${best}`);
    assert(points.length <= 64);
  }
});

Deno.test("nextOn() measures a single valley at few points, one beyond a bound too", () => {
  for (const best of [0.62, -0.5]) {
    const points = searched((x) => -((x - best) ** 2));
    assert(Math.abs(bestOn(points).position - Math.max(0, best)) < 0.05, `${best}`);
    assert(points.length < 40, `${points.length}`);
  }
});

Deno.test("nextOn() ends on a line without differences, and between neighbours", () => {
  assertEquals(searched(() => 1).map(({ position }) => position), [0.3, 0, 1]);
  assert(searched((x) => Math.sin(9 * x), 0.25).length <= 5);
});

import { assertEquals } from "@std/assert";
import { NearestShown } from "../../src/render/nearest_shown.ts";

/** The nearest ones of a graph given by the sources of each node, when some places are shown. */
function nearest(sources: readonly (readonly number[])[], shown: readonly number[]): NearestShown {
  return new NearestShown(sources, (place) => shown.includes(place));
}

Deno.test("NearestShown finds the shown nodes behind hidden ones, each once", () => {
  const sources = [[], [], [0], [2, 1], [3, 2, 0]];
  assertEquals(nearest(sources, [0, 1]).behind(4), [0, 1]);
  assertEquals(nearest(sources, [0, 2]).behind(4), [2, 0]);
  assertEquals(nearest(sources, [3]).behind(4), [3]);
  assertEquals(nearest(sources, []).behind(4), []);
});

Deno.test("NearestShown.among() takes places that are shown as they are", () => {
  assertEquals(nearest([[], [0], [1]], [0, 2]).among([2]), [2]);
  assertEquals(nearest([[], [0], [1]], [0]).among([1, 2]), [0]);
});

Deno.test("NearestShown finds the latest four where there are more", () => {
  const sources = [[], [], [], [], [], [], [0, 1, 2], [3, 4, 5], [6, 7]];
  assertEquals(nearest(sources, [0, 1, 2, 3, 4, 5]).behind(8), [2, 3, 4, 5]);
});

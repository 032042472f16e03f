import { assert, assertEquals } from "@std/assert";
import {
  addDependence,
  depends,
  groupsOf,
  noDependence,
} from "../../../../src/search/numbers/constrained/dependence.ts";

Deno.test("groupsOf() puts coordinates together of which no two change the same number", () => {
  const width = 9;
  const dependence = noDependence(10, width);
  // Number k depends on the coordinates k - 1 and k: of a chain, every other coordinate may move at once.
  for (let number = 1; number < width; number++) {
    for (const place of [number - 1, number]) addDependence(dependence, number, place);
  }
  const numbers = Array.from({ length: width - 1 }, (_, at) => at + 1);
  const groups = groupsOf(dependence, [...Array(width).keys()], numbers);
  assertEquals(groups.length, 2);
  assertEquals(groups.flat().sort(), [...Array(width).keys()]);
  for (const group of groups) {
    for (const number of numbers) {
      assert(group.filter((place) => depends(dependence, number, place)).length <= 1);
    }
  }
  assertEquals(groupsOf(dependence, [0, 1, 2], []), []);
});

import { assertEquals } from "@std/assert";
import type { Member } from "../../../src/trainer/population/archive.ts";
import { elitesOf, usualFeatures } from "../../../src/trainer/population/grid.ts";
import { archiveMember } from "../../support/archive_member.ts";

const valuesOf = (members: readonly Member[]) => members.map(({ candidate }) => candidate.values);

Deno.test("elitesOf() keeps the best of each cell, best first", () => {
  const members = [0, 1, 50, 55, 99, 100].map((x, place) => archiveMember({ x }, [place]));
  const features = usualFeatures(members); // numbers, where there is no text and no metric
  assertEquals(valuesOf(elitesOf(members, { features, all: members })), [
    { x: 100 },
    { x: 55 },
    { x: 1 },
  ]);
});

Deno.test("elitesOf() has one cell for members that do not differ, and one for those without the feature", () => {
  const same = [1, 2, 3].map((score) => archiveMember({ x: 1, y: score }, [score]));
  const [feature = () => 0] = usualFeatures(same);
  assertEquals(valuesOf(elitesOf(same, { features: [feature], all: same })), [{ x: 1, y: 3 }]);
  const mixed = [...same, archiveMember({ x: NaN, y: 0 }, [0])];
  assertEquals(elitesOf(mixed, { features: [feature], all: mixed }).length, 2);
});

Deno.test("usualFeatures() takes the length of text and metrics before numbers, at most two", () => {
  const code = archiveMember({ f: "return 1;", x: 5 }, [1], { time: 3, area: 4, zeal: 5 });
  assertEquals(usualFeatures([code]).map((feature) => feature(code)), [9, 4]);
  const numbers = archiveMember({ a: 1, b: 2, c: 3 }, [1]);
  assertEquals(usualFeatures([numbers]).map((feature) => feature(numbers)), [1, 2]);
  assertEquals(usualFeatures([]), []);
});

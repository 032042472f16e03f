import { assert, assertEquals } from "@std/assert";
import type { Member } from "../../../src/search/programs/members.ts";
import { frontOf, poolOf, selectByExample } from "../../../src/search/programs/select_parent.ts";
import {
  activeIsland,
  firstIslands,
  freshIsland,
  islandSize,
  moved,
  patience,
  settled,
} from "../../../src/search/programs/islands.ts";
import { randomFrom } from "../../../src/seeds.ts";

function member(id: string, scores: Readonly<Record<string, number>>, size = 5): Member {
  const all = Object.entries(scores);
  const rating = all.reduce((sum, [, score]) => sum + score, 0) / all.length;
  const trial = { step: 1, values: {}, score: rating, scores, feedback: "", isAccepted: false };
  const signature = JSON.stringify(scores);
  return {
    id,
    trial,
    form: id,
    size,
    scores: all,
    signature,
    behaviour: id,
    unevenness: 0,
    rating,
  };
}

const leadsOf = ({ scores }: Member) => new Map(scores);

function drawn(members: readonly Member[]): ReadonlySet<string> {
  const random = randomFrom(3);
  const pool = poolOf(members, leadsOf);
  return new Set(Array.from({ length: 200 }, () => selectByExample(pool, random)?.id ?? ""));
}

Deno.test("selectByExample() chooses those that are best on some examples, though others have a better mean", () => {
  const members = [
    member("first", { a: 9, b: 0, c: 0 }),
    member("second", { a: 0, b: 9, c: 0 }),
    member("middling", { a: 4, b: 4, c: 4 }),
    member("poor", { a: 1, b: 1, c: 1 }),
    member("poorest", { a: 0, b: 0, c: 0 }),
  ];
  const chosen = drawn(members);
  assert(chosen.has("first") && chosen.has("second"));
  assert(!chosen.has("poor") && !chosen.has("poorest"));
});

Deno.test("selectByExample() judges a member by its mean lead on an example that it did not meet", () => {
  const strong = member("strong", { a: 5 });
  assertEquals(
    drawn([strong, member("weak", { a: 1, b: 1 }), member("other", { b: 2 })]),
    new Set(["strong"]),
  );
});

Deno.test("selectByExample() chooses the smallest of those that did the same", () => {
  assertEquals(
    drawn([member("long", { a: 1 }, 9), member("short", { a: 1 }, 3)]),
    new Set(["short"]),
  );
});

Deno.test("frontOf() keeps those to which no other is as good and smaller", () => {
  const members = [
    member("best", { a: 9 }, 20),
    member("small", { a: 2 }, 3),
    member("worse and larger", { a: 8 }, 30),
    member("between", { a: 5 }, 9),
  ];
  assertEquals(frontOf(members).map(({ id }) => id), ["best", "between", "small"]);
});

Deno.test("settled() keeps whole fronts, one member of a form and of those that did the same", () => {
  const twin = { ...member("twin", { a: 8 }, 4), form: "best" };
  const members = [
    member("best", { a: 9 }, 4),
    twin,
    member("copy", { a: 9 }, 8),
    member("small", { a: 0 }, 1),
    ...Array.from({ length: 100 }, (_, place) => member(`${place}`, { a: -place }, 30 + place)),
  ];
  const byId = new Map(members.map((one) => [one.id, one]));
  const island = settled(
    { ...freshIsland, members: [...byId.keys(), "forgotten"] },
    byId,
    members.at(-1),
  );
  assertEquals(island.members.length, islandSize);
  assertEquals(island.members.slice(0, 2), ["best", "small"]);
  assert(!island.members.includes("twin") && !island.members.includes("copy"));
  assertEquals([island.best, island.stalled], ["best", 0]);
  const waited = settled({ ...island, stalled: 24 }, byId, members.at(-1));
  assertEquals(waited.stalled, 24);
});

Deno.test("settled() counts on while gains are small, and begins to count anew after a large one", () => {
  const scores = { founder: 0, old: 100, tuned: 101, much: 110 };
  const byId = new Map(
    Object.entries(scores).map(([id, a], place) => [id, member(id, { a }, 9 - place)] as const),
  );
  const island = { members: ["old", "tuned"], best: "old", stalled: 70 };
  const founder = byId.get("founder");
  const same = settled(island, byId, founder);
  assertEquals([same.best, same.stalled], ["old", 70]);
  const better = settled({ ...island, members: ["old", "much"] }, byId, founder);
  assertEquals([better.best, better.stalled], ["much", 0]);
});

Deno.test("moved() begins another island when one stands still, in the end in the place of the poorest", () => {
  const members = ["a", "b", "c", "d"].map((id, place) => member(id, { a: 5 + place % 3 }));
  const byId = new Map(members.map((one) => [one.id, one]));
  const random = randomFrom(1);
  const still = ({ id }: Member) => ({ members: [id], best: id, stalled: patience });
  const [first, ...others] = members.map(still);
  assertEquals(moved(firstIslands, byId, random), firstIslands);
  const second = moved({ all: [first!], active: 0 }, byId, random); // there are four
  assertEquals(second, { all: [first!, freshIsland], active: 1 });
  const last = moved({ all: [first!, ...others], active: 3 }, byId, random);
  assertEquals([last.active, activeIsland(last)], [0, freshIsland]);
});

Deno.test("moved() lets a member of another island come when half the patience is spent", () => {
  const byId = new Map(
    [member("one", { a: 1 }), member("two", { a: 2 })].map((one) => [one.id, one]),
  );
  const all = (stalled: number) => [
    { members: ["two"], best: "two", stalled: patience },
    { members: ["one"], best: "one", stalled },
  ];
  const early = { all: all(10), active: 1 };
  assertEquals(moved(early, byId, randomFrom(1)), early);
  const late = moved({ all: all(patience / 2), active: 1 }, byId, randomFrom(1));
  assertEquals(activeIsland(late).members, ["one", "two"]);
});

import { assert, assertEquals } from "@std/assert";
import { expert } from "../../examples/household/expert.ts";
import {
  afterRound,
  drawHouse,
  type House,
  inPlace,
  rounds,
  seenBy,
} from "../../examples/household/house.ts";
import { fewestRounds } from "../../examples/household/plan.ts";
import task from "../../examples/household/task.ts";
import { optimize } from "../../mod.ts";
import { randomFrom } from "../../src/seeds.ts";

const houses = (() => {
  const random = randomFrom(1);
  return Array.from({ length: 100 }, () => drawHouse(random));
})();

const [house] = houses as [House]; // as: there are a hundred
const deed = (act: string) => ({ act, say: "" });

/** The house after an episode of the scripted robots. */
function played(start: House): House {
  const [ada, bo] = [expert("kitchen"), expert("bedroom")];
  let house = start;
  while (house.roundsLeft > 0 && inPlace(house).length < 4) {
    house = afterRound(house, [ada(seenBy(house, 0)), bo(seenBy(house, 1))]);
    assertEquals(house.mistakes, []);
  }
  return house;
}

Deno.test("nothing lies where it belongs at first, and the scripted robots put all in order", () => {
  for (const house of houses) {
    assertEquals(inPlace(house), []);
    assertEquals(inPlace(played(house)).length, 4);
  }
});

Deno.test("no robots need fewer rounds than two who know everything", () => {
  for (const house of houses.slice(0, 5)) {
    const fewest = fewestRounds(house);
    assert(fewest !== undefined && fewest <= rounds - played(house).roundsLeft);
  }
});

Deno.test("things are neither lost nor doubled, and a robot stays in its rooms", () => {
  const random = randomFrom(2);
  const acts = [
    "go kitchen",
    "go hall",
    "go bedroom",
    "drop",
    "wait",
    ...Object.keys(house.lies)
      .map((thing) => `take ${thing}`),
  ];
  const any = () => deed(acts[Math.floor(random() * acts.length)]!); // !: below its length
  let now: House = { ...house, roundsLeft: 1_000 };
  while (now.roundsLeft > 0) {
    now = afterRound(now, [any(), any()]);
    const held = now.robots.map(({ holds }) => holds).filter((thing) => thing !== "");
    const lying = Object.keys(now.lies).filter((thing) => now.lies[thing] !== undefined);
    assertEquals([...held, ...lying].sort(), Object.keys(house.lies).sort());
    assert(now.robots[0].room !== "bedroom" && now.robots[1].room !== "kitchen");
  }
});

Deno.test("afterRound() says what cannot be done, and carries words to the next round", () => {
  const after = afterRound(house, [
    { act: "take moon", say: "x".repeat(100) },
    { act: "go kitchen", say: "no" },
  ]);
  assertEquals(after.mistakes, [
    'Ada: there is no "moon" in the kitchen',
    'Bo: cannot go to "kitchen"',
  ]);
  assertEquals(seenBy(after, 0).heard, "no");
  assertEquals(seenBy(after, 1).heard.length, 60);
  assertEquals(afterRound(house, [deed("jump"), deed("drop")]).mistakes, [
    'Ada: does not know how to "jump"',
    "Bo: has nothing to drop",
  ]);
  assertEquals(afterRound(house, [deed("take constructor"), deed("wait")]).mistakes, [
    'Ada: there is no "constructor" in the kitchen',
  ]);
});

Deno.test("the household begins with nothing in its place, and the feedback says what is where", async () => {
  const few = { ...task, examples: { train: [{ input: house }] } };
  const { initial } = await optimize(few, { steps: 0 }).result;
  assertEquals(initial.score, 0);
  const verdict = await task.guide({ input: house }, house);
  assert(typeof verdict === "object");
  assertEquals(verdict.feedback?.split("\n").length, 4);
});

import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import drawnPush from "../../../examples/robot/drawn/push.ts";
import { episodePicture, expertEpisode } from "../../../examples/robot/picture.ts";
import pickPlace from "../../../examples/robot/pick_place.ts";
import push from "../../../examples/robot/push.ts";
import reach from "../../../examples/robot/reach.ts";
import { type Action, horizon, moved, type World } from "../../../examples/robot/simulator.ts";
import {
  pickPlaceSkill,
  pushSkill,
  reachSkill,
  type Skill,
} from "../../../examples/robot/skill.ts";
import { episodeWords, played } from "../../../examples/robot/words.ts";
import { optimize } from "../../../mod.ts";
import { randomFrom } from "../../../src/seeds.ts";

/** The actions of a controller in an episode. */
function actionsOf(skill: Skill, start: World, act: (world: World) => Action): Action[] {
  const actions: Action[] = [];
  let world = start;
  while (actions.length < horizon && skill.missing(world) > skill.tolerance) {
    const action = act(world);
    actions.push(action);
    world = moved(world, action);
  }
  return actions;
}

/** The share of 200 episodes in which a controller succeeds. */
function successOf(skill: Skill, act: (world: World) => Action): number {
  const random = randomFrom(1);
  const done = Array.from({ length: 200 }, () => {
    const start = skill.start(random);
    const last = played(skill, start, actionsOf(skill, start, act)).at(-1) ?? start;
    return skill.missing(last) <= skill.tolerance;
  });
  return done.filter(Boolean).length / done.length;
}

for (const skill of [reachSkill, pushSkill, pickPlaceSkill]) {
  Deno.test(`${skill.name}: the expert succeeds and a hand that stays does not`, () => {
    const expert = successOf(skill, skill.expert);
    const still = successOf(skill, ({ hand }) => [...hand, 0]);
    assert(expert >= 0.95, `expert ${expert}`);
    assert(still <= 0.05, `still ${still}`);
    const atOnce = successOf(skill, ({ goal }) => [...goal, 1]);
    assertEquals(atOnce, skill.name === "reach" ? 1 : atOnce > 0.1 ? NaN : atOnce);
  });

  Deno.test(`${skill.name}: the words name what would have been better, and nothing after an expert's episode`, () => {
    const start = skill.start(randomFrom(2));
    const good = actionsOf(skill, start, skill.expert);
    assertMatch(episodeWords(skill, played(skill, start, good), good), /^Success in step \d+\.$/);
    const still = actionsOf(skill, start, ({ hand }) => [...hand, 0]);
    const words = episodeWords(skill, played(skill, start, still), still).split("\n");
    assertMatch(
      words[0] ?? "",
      /^The (hand|puck) ended 0\.\d+ m from the goal; at most 0\.05 counts\.$/,
    );
    assertEquals(words.length, 2);
    assertMatch(words[1] ?? "", /^Steps 1 to 10: better go to \[-?0\.\d+, 0\.\d+, 0\.\d+\]/);
  });
}

Deno.test("examples() of a skill are the same for the same random numbers, and differ among themselves", async () => {
  for (const { examples } of [reach, push, pickPlace]) {
    assert(typeof examples === "function");
    assertEquals(await examples(randomFrom(1)), await examples(randomFrom(1)));
    const { train, validation = [], test = [] } = await examples(randomFrom(2));
    const inputs = [...train, ...validation, ...test].map(({ input }) => JSON.stringify(input));
    assertEquals(new Set(inputs).size, inputs.length);
  }
});

Deno.test("reach starts without success, and scores 1 with a controller that goes to the goal", async () => {
  assert(typeof reach.examples === "function");
  const { train } = await reach.examples(randomFrom(1));
  const small = { ...reach, examples: { train: train.slice(0, 2) } };
  assertEquals((await optimize(small, { steps: 0 }).result).initial.score, 0);
  const code = "export function controller(seen: { goal: number[] }) { return [...seen.goal, 0]; }";
  const good = { ...small, agent: () => withController(reach, code) };
  assertEquals((await optimize(good, { steps: 0 }).result).initial.score, 1);
});

/** A new agent with other code. */
function withController(task: typeof reach, code: string) {
  const agent = task.agent() as { controller: { parameter: { update(value: string): void } } }; // as: a robot
  agent.controller.parameter.update(code);
  return agent;
}

Deno.test("episodePicture() draws the hand in each step from above and from the side", () => {
  const worlds = expertEpisode(pickPlaceSkill, pickPlaceSkill.start(randomFrom(2)));
  const picture = episodePicture("an episode", pickPlaceSkill, worlds);
  assertEquals(picture.split('r="4"').length - 1, 2 * worlds.length);
  assertFalse(picture.includes("NaN"));
});

Deno.test("a run on a drawn skill has its episodes as drawings, and the same figures", async () => {
  assert(typeof push.examples === "function");
  const { train } = await push.examples(randomFrom(1));
  const drawn = { ...drawnPush, examples: { train: train.slice(0, 1) } };
  const run = optimize(drawn, { steps: 0 });
  const [drawings] = (await Array.fromAsync(run)).flatMap((event) =>
    event.type === "best" ? [event.drawings ?? []] : []
  );
  assertEquals((await run.result).initial.score, 0);
  const [first] = drawings ?? [];
  assert(first && "drawing" in first);
  const numbers = first.drawing.shapes.flatMap((shape) =>
    shape.kind === "text" && /^\d+$/.test(shape.text) ? [shape.text] : []
  );
  assertEquals(numbers, ["10", "10"]); // the hand stays in ten steps, which is shown from two sides
});

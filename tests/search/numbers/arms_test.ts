import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { ParameterState } from "../../../src/problem/problem.ts";
import type { Arm } from "../../../src/search/arm.ts";
import { cma } from "../../../src/search/numbers/cma.ts";
import { descent } from "../../../src/search/numbers/descent.ts";
import { randomFrom } from "../../../src/seeds.ts";
import { list, numbersOf, runOf } from "./arm_course.ts";

/** A narrow valley (Rosenbrock), to be maximized. */
const valley = (x: readonly number[]) =>
  -x.slice(1).reduce(
    (sum, next, place) => sum + 100 * (next - x[place]! ** 2) ** 2 + (x[place]! - 1) ** 2,
    0,
  );

Deno.test("cma finds the end of a narrow valley", async () => {
  const { score } = await runOf(cma, {
    ...{ parameter: list([-2, -2, -2, -2]), score: valley, evaluations: 1_500 },
  });
  assert(score > -1e-6, `${score}`);
});

Deno.test("descent finds the end of a narrow valley in few evaluations, and then rests", async () => {
  const { score, evaluations } = await runOf(descent, {
    ...{ parameter: list([-2, -2, -2, -2]), score: valley, evaluations: 1_500 },
  });
  assert(score > -1e-9 && evaluations < 1_000, `${score} after ${evaluations}`);
});

Deno.test("both arms go on when generations come in parts, and trials are missing", async () => {
  const parts = { most: 3, cut: (count: number) => count % 7 === 6 };
  const parameter = list([-2, -2, -2]);
  for (const arm of [cma, descent] as readonly Arm[]) {
    const { score } = await runOf(arm, { parameter, score: valley, evaluations: 1_000, ...parts });
    assert(score > -1, `${arm.name}: ${score}`);
  }
});

Deno.test("both arms keep bounds, and find a best place at one", async () => {
  const score = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0);
  for (const arm of [cma, descent] as readonly Arm[]) {
    const { score: best, proposed } = await runOf(arm, {
      ...{ parameter: list([-2, 3, 0]), score, evaluations: 600 },
    });
    assert(best > 15 - 1e-3, `${arm.name}: ${best}`);
    assert(proposed.every((each) => numbersOf(each).every((value) => Math.abs(value) <= 5)));
  }
});

Deno.test("descent gives up on scores with steps, and learns from rounded ones", async () => {
  const steps = (x: readonly number[]) =>
    -x.reduce((sum, value) => sum + Math.floor(Math.abs(value)), 0);
  const parameter = list([2.5, -3.5, 1.5]);
  const { evaluations } = await runOf(descent, { parameter, score: steps, evaluations: 600 });
  assert(evaluations <= 15, `${evaluations}`);
  const bowl = (x: readonly number[]) => -x.reduce((sum, value) => sum + value ** 2, 0);
  const rounded = (x: readonly number[]) => Number(bowl(x).toFixed(3));
  const { score } = await runOf(descent, { parameter, score: rounded, evaluations: 600 });
  assert(score > -0.01, `${score}`);
});

Deno.test("descent serves 78 numbers", async () => {
  const goal = Array.from({ length: 78 }, (_, place) => Math.sin(place));
  const { score } = await runOf(descent, {
    parameter: list(goal.map(() => -2)),
    score: (x) =>
      -x.reduce((sum, value, place) => sum + (1 + place) * (value - goal[place]!) ** 2, 0),
    evaluations: 1_500,
  });
  assert(score > -1, `${score}`);
});

Deno.test("cma finds whole numbers beside others", async () => {
  const parameter: ParameterState = {
    ...list([]),
    value: [9, 0.1],
    jsonSchema: {
      type: "array",
      prefixItems: [{ type: "integer", minimum: 0, maximum: 50 }, {
        type: "number",
        minimum: 0,
        maximum: 1,
      }],
    },
  };
  const { values } = await runOf(cma, {
    parameter,
    score: ([count = 0, share = 0]) => -((count - 33) ** 2) - 100 * (share - count / 66) ** 2,
    evaluations: 400,
  });
  assertEquals(numbersOf(values)[0], 33);
});

Deno.test("both arms begin anew when the form of the values changes", async () => {
  for (const arm of [cma, descent] as readonly Arm[]) {
    const scene = (value: readonly number[]) => ({
      ...{ parameters: [list(value)], current: { x: value }, history: [], isTuned: false },
      ...{ maxGrowth: 0, random: randomFrom(1) },
    });
    const one = await arm.ask({ ...scene([1, 2]), state: arm.initialState, count: 2 });
    const other = await arm.ask({ ...scene([1, 2, 3]), state: one.state, count: 2 });
    assert(other.children.every(({ values }) => numbersOf(values).length === 3));
    assertNotEquals(one.state, other.state);
  }
});

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { ParameterState, Values } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import type { Arm, Scene } from "../../../src/search/arm.ts";
import { cma } from "../../../src/search/numbers/cma.ts";
import { descent } from "../../../src/search/numbers/descent.ts";
import { randomFrom, seedOf } from "../../../src/seeds.ts";

const number = { type: "number", minimum: -5, maximum: 5 };

const list = (
  value: readonly number[],
  items: Record<string, unknown> = number,
): ParameterState => ({
  name: "x",
  kind: "value",
  type: "number[]",
  value,
  jsonSchema: { type: "array", items },
});

const numbersOf = ({ x }: Values) => x as readonly number[]; // as: by its schema

/** A narrow valley (Rosenbrock), to be maximized. */
const valley = (x: readonly number[]) =>
  -x.slice(1).reduce(
    (sum, next, place) => sum + 100 * (next - x[place]! ** 2) ** 2 + (x[place]! - 1) ** 2,
    0,
  );

interface Course {
  readonly evaluations: number;
  readonly score: number;
  readonly values: Values;
  readonly proposed: readonly Values[];
}

/** A run of one arm, whose state passes through the log, on one example. */
async function runOf<State>(
  arm: Arm<State>,
  { parameter, score, evaluations, most = Infinity, cut = () => false }: {
    readonly parameter: ParameterState;
    readonly score: (x: readonly number[]) => number | null;
    readonly evaluations: number;
    /** Most candidates of a generation. */
    readonly most?: number;
    /** Whether a trial is left out. */
    readonly cut?: (count: number) => boolean;
  },
): Promise<Course> {
  let state = arm.initialState;
  let values: Values = { x: parameter.value };
  let best = score(numbersOf(values)) ?? -Infinity;
  let count = 0;
  const proposed: Values[] = [];
  for (let step = 1; count < evaluations && step < 2_000; step++) {
    const sceneOf = (): Scene => ({
      ...{ parameters: [{ ...parameter, value: values.x }], current: values, history: [] },
      ...{ isTuned: false, maxGrowth: 0 },
    });
    const wanted = Math.min(most, arm.size(sceneOf(), state), evaluations - count);
    if (wanted === 0) break;
    const random = randomFrom(seedOf(1, step));
    const { children, state: asked } = await arm.ask({
      ...sceneOf(),
      state,
      count: wanted,
      random,
    });
    const trials = children.map(({ values: child }): Trial | null => {
      proposed.push(child);
      if (cut(count++)) return null;
      const own = score(numbersOf(child));
      return {
        ...{
          step,
          values: child,
          score: own,
          scores: { one: own },
          feedback: "",
          isAccepted: false,
        },
        comparison: {
          ...{
            step: 0,
            values,
            examples: 1,
            score: own,
            otherScore: best,
            failed: own === null ? 1 : 0,
          },
          ...{ otherFailed: 0, otherMetrics: {}, isUnchanged: false },
        },
      };
    });
    const winner = trials.reduce(
      (one, other) => (other?.score ?? -Infinity) > (one?.score ?? best) ? other : one,
      null,
    );
    if (winner !== null) [values, best] = [winner.values, winner.score!]; // it is above a number
    const told = trials.map((trial) => trial && { ...trial, isAccepted: trial === winner });
    state = JSON.parse(JSON.stringify(arm.tell(asked, told, sceneOf())));
  }
  return { evaluations: count, score: best, values, proposed };
}

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

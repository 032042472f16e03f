import { assert, assertEquals } from "@std/assert";
import type { ParameterState, Values } from "../../../../src/problem/problem.ts";
import { searchProposer } from "../../../../src/search/search_proposer.ts";
import { lines } from "../../../../src/search/numbers/lines/lines.ts";
import { assertSameWhenResumed } from "../../../../src/testing/same_records.ts";
import { toyRun, type ToyRunOptions } from "../../../../src/testing/toy_run.ts";
import { list, runOf } from "../arm_course.ts";

const middles = [1.3, -3.2, 4.1, 0.4];

/** Many valleys along each number (Rastrigin), to be maximized. */
const valleys = (x: readonly number[]) =>
  -x.reduce((sum, value, place) => {
    const away = value - middles[place]!; // one for each
    return sum + away ** 2 + 10 - 10 * Math.cos(2 * Math.PI * away);
  }, 0);

const start = list([-2, -2, -2, -2]);

Deno.test("lines find the best valley of each number, and then end", async () => {
  const { values, evaluations } = await runOf(lines, {
    ...{ parameter: start, score: valleys, evaluations: 1_000 },
  });
  assert(evaluations < 260, `${evaluations}`);
  for (const [place, middle] of middles.entries()) {
    const found: unknown = Reflect.get(Object(values.x), place);
    assert(Math.abs(Number(found) - middle) < 0.3, `${found} near ${middle}`);
  }
});

Deno.test("lines go on when generations come in parts, and trials are missing", async () => {
  const { score } = await runOf(lines, {
    ...{ parameter: start, score: valleys, evaluations: 1_000, most: 3 },
    cut: (count: number) => count % 9 === 8,
  });
  assert(score > -20, `${score}`);
});

Deno.test("lines end after few candidates where numbers depend on each other", async () => {
  const { evaluations } = await runOf(lines, {
    parameter: list([-2, -2, 1]),
    score: (x) => -((x[0]! + x[1]! + x[2]!) ** 2) - 0.01 * (x[0]! - x[1]!) ** 2, // three numbers
    evaluations: 1_000,
  });
  assert(evaluations < 20, `${evaluations}`);
});

Deno.test("lines see the numbers of a list as they see parameters of their own", async () => {
  const number = { type: "number", minimum: -5, maximum: 5 };
  const apart = middles.map((_, place): ParameterState => ({
    ...{ name: `x${place}`, kind: "value", type: "number", value: -2, jsonSchema: number },
  }));
  const asked = async (parameters: readonly ParameterState[]) => {
    const current: Values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    const scene = { parameters, current, history: [], isTuned: false, maxGrowth: 0 };
    const { children } = await lines.ask({ ...scene, state: null, count: 9, random: () => 0.5 });
    return children.map(({ values }) => Object.values(values).flat());
  };
  assertEquals(await asked(apart), await asked([start]));
});

Deno.test("a search with lines gives the same records when it is resumed", async () => {
  const run = (varied: ToyRunOptions = {}) =>
    toyRun({ optimizer: searchProposer(), trainer: "racing", steps: 30, ...varied });
  await assertSameWhenResumed(run, { cuts: 3 });
});

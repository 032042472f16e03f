import { assert } from "@std/assert";
import type { ParameterState } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import { populationOf } from "../../../src/search/programs/members.ts";

const code = (body: string) => `function f(x: number): number {\n  return ${body};\n}`;
const parameter: ParameterState = { name: "f", kind: "code", type: "code", value: code("x") };

/** A trial that scores alike on the first examples. */
function trialOf(body: string, score: number, examples: number): Trial {
  const names = Array.from({ length: examples }, (_, place) => `train/${place}`);
  const scores = Object.fromEntries(names.map((name) => [name, score]));
  const values = { f: code(body) };
  return { step: 1, values, score, scores, feedback: "", isAccepted: body === "x" };
}

Deno.test("populationOf() puts a candidate with a lead on many examples before one with a little more on few", async () => {
  const history = [trialOf("x", 0.5, 48), trialOf("x + 1", 0.52, 4), trialOf("x + 2", 0.515, 40)];
  const { members: [, few, many] } = await populationOf(history, [parameter]);
  assert(few!.rating > 0 && many!.rating > few!.rating);
});

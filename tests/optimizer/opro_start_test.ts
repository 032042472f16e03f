import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { oproProposer } from "../../src/optimizer/opro.ts";
import { proposeContext } from "../../src/problem/propose_context.ts";
import { toyRun } from "../../src/testing/toy_run.ts";

/** The prompts of a run of OPRO on the toy problem. */
async function promptsOf(steps: number): Promise<readonly string[]> {
  const answers = Array.from({ length: steps }, (_, step) => `{"suggestion": {"x": ${step + 1}}}`);
  const model = scriptedModel(answers);
  await toyRun({
    optimizer: oproProposer(),
    trainer: "minibatch",
    model,
    steps,
    batchSize: 2,
    seed: 1,
  }).result;
  return model.requests.map(({ messages }) => messages[1]?.content ?? "");
}

Deno.test("OPRO's first prompt has the score and the feedback of the start", async () => {
  const [first = ""] = await promptsOf(1);
  assertEquals(
    first.replace(/-?\d+\.\d+/g, "N"),
    `#Instruction
Change the values of variables in #Variables so that the outputs become better, as #Feedback asks.
The objective: Find the numbers.

#Variables
let x: number = 0;
let y: number = 0;

#Feedback
The current values: score N on average of 2 examples
example 1 (score N): x should be larger
example 2 (score N): x should be larger

What do you suggest for x, y?`,
  );
});

Deno.test("OPRO's later prompts have feedback and the history", async () => {
  const prompts = await promptsOf(3);
  for (const prompt of prompts) assertMatch(prompt, /#Feedback\nThe current values: score -\d/);
  assertNotMatch(prompts[0] ?? "", /#History/);
  assertStringIncludes(prompts[2] ?? "", "#History");
  assertMatch(prompts[2] ?? "", /Step 1: better by 1 than step 0 on the same 5 examples/);
  assertMatch(
    prompts[2] ?? "",
    /Step \d.*\n(?:.*\n)*Feedback: examples [\d, ]+ \(.*\): x should be larger/,
  );
});

Deno.test("OPRO's prompt says once what was said of several examples", async () => {
  const model = scriptedModel(["{}"]);
  const said = (example: string, score: number, feedback: string) => ({ example, score, feedback });
  await oproProposer().propose({
    objective: "",
    parameters: [{ name: "x", kind: "value", type: "number", value: 1 }],
    feedback: { graph: { version: 1, nodes: [] }, outputs: [] },
    judged: [
      said("example 1", 0.5, "too small"),
      said("example 2", 0, "It failed:\nno pair"),
      said("example 3", 0, "It failed:\nno pair "),
      said("example 4", 0, "too small"),
    ],
  }, proposeContext({ model }));
  assertStringIncludes(
    model.requests[0]?.messages[1]?.content ?? "",
    `#Feedback
The current values: score 0.125 on average of 4 examples
example 2, example 3 (score 0):
  It failed:
  no pair
example 4 (score 0): too small
example 1 (score 0.5): too small
`,
  );
});

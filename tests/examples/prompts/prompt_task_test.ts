import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import { PromptAgent, stepwiseTemplate } from "../../../examples/prompts/agent.ts";
import { families } from "../../../examples/prompts/families.ts";
import { objectCounting } from "../../../examples/prompts/families/object_counting.ts";
import { trackingShuffledObjects } from "../../../examples/prompts/families/tracking_shuffled_objects.ts";
import { wordSorting } from "../../../examples/prompts/families/word_sorting.ts";
import { promptTask } from "../../../examples/prompts/prompt_task.ts";
import { optimize, scriptedModel, type Task, trainable } from "../../../mod.ts";
import { optoPrimeProposer } from "../../../src/optimizer/optoprime.ts";
import { previewPrompt } from "../../../src/run/preview_prompt.ts";
import { promptReader } from "../../support/prompt_reader.ts";

/** The task with 25 questions to choose by: of five, too many may be answered rightly by chance. */
function judgedByTests(task: Task<string, string, string>): Task<string, string, string> {
  return {
    ...task,
    async examples(random) {
      const { train, test = [] } = await makeExamples(task, random);
      return { train, validation: test.slice(0, 25) };
    },
  };
}

async function makeExamples({ examples }: Task<string, string, string>, random: () => number) {
  assert(typeof examples === "function");
  return await examples(random);
}

const instructed = `Write digits.\n${stepwiseTemplate}`;

/** It takes out the reasoning, which stands before the answer. */
class FirstLineAgent extends PromptAgent {
  override extract = trainable(function extract(response: string, _question: string): string {
    return response.split("\n")[0] ?? "";
  });
}

/** The task of an agent that asks the right way, and reads the response wrongly. */
const misread: Task<string, string, string> = {
  ...promptTask(objectCounting),
  agent: () => new FirstLineAgent({ template: instructed }),
};

/** The first prompt of OptoPrime for that task. */
async function promptOf(settings: Parameters<typeof optoPrimeProposer>[0] = {}): Promise<string> {
  const optimizer = optoPrimeProposer(settings);
  const task = { ...misread, optimizer } as unknown as Task; // as: any task has a prompt
  const { request } = await previewPrompt(task, { seed: 1 });
  return request.messages.at(-1)?.content ?? "";
}

Deno.test("guide() of a prompt tells what was extracted and what was expected", async () => {
  const { guide } = promptTask(wordSorting);
  const example = { input: "", expected: "acorn beacon" };
  assertEquals(await guide(example, "acorn beacon"), {
    score: 1,
    feedback: "The answer is correct. Nothing needs to change.",
  });
  const wrong = await guide(example, "acorn, beacon");
  assert(typeof wrong === "object");
  assertEquals(wrong.score, 0);
  assertStringIncludes(
    wrong.feedback ?? "",
    '"acorn, beacon" was extracted, and "acorn beacon" was expected',
  );
  assertEquals(await guide(example, new Error("No.")), { score: 0, feedback: "No." });
});

Deno.test("guide() of a prompt takes the last letter in brackets where one is expected", async () => {
  const { guide } = promptTask(trackingShuffledObjects);
  const scoreOf = async (output: string) => {
    const verdict = await guide({ input: "", expected: "(B)" }, output);
    return typeof verdict === "object" ? verdict.score : verdict;
  };
  assertEquals(
    await Promise.all(["(B)", "not (A) but (B) red ball", "B", "(B) or (C)"].map(scoreOf)),
    [
      1,
      1,
      0,
      0,
    ],
  );
});

for (const family of families) {
  Deno.test(`a scripted reader improves the prompt of ${family.name} in a short run with the synthetic student`, async () => {
    const task = judgedByTests(promptTask(family));
    const options = { model: promptReader(), steps: 6, seed: 1 };
    const { initial, best, usage } = await optimize(task, options).result;
    assert(initial.score !== null && best.score !== null);
    assert(best.score > initial.score, `${initial.score} became ${best.score}`);
    assert(usage.byRole.optimizer.calls > 0 && usage.byRole.agent.calls > 0);
  });
}

Deno.test("a scripted reader finds in the prompt with the graph what the student responded, and mends the code that reads it", async () => {
  assertStringIncludes(await promptOf(), "\nAnswer: ");
  const task = judgedByTests(misread);
  const { initial, best } = await optimize(task, { model: promptReader(), steps: 3, seed: 1 })
    .result;
  assertEquals(initial.score, 0);
  assert((best.score ?? 0) >= 0.6, `${best.score}`);
});

Deno.test("the masked prompt has the feedback and no response, so that a scripted reader does not know what to take out", async () => {
  const prompt = await promptOf({ mask: ["code", "documentation", "inputs", "others", "inside"] });
  assertMatch(prompt, /was extracted, and "\d+" was expected/);
  assertFalse(prompt.includes("const ask0"), prompt);
  const { text } = await promptReader().generate({ messages: [{ role: "user", content: prompt }] });
  assertEquals(JSON.parse(text).suggestion, {});
});

Deno.test("the model of a run answers the agent's prompts where the task has no student", async () => {
  const model = scriptedModel(({ messages }) =>
    messages.some(({ content }) => content.includes("#Variables"))
      ? '{"suggestion": {}}'
      : "Reasoning: I count.\nAnswer: 3"
  );
  const task = promptTask(objectCounting, { student: null, template: stepwiseTemplate });
  const { usage } = await optimize(task, { model, steps: 1, seed: 1 }).result;
  assert(usage.byRole.agent.calls > 0);
  assert(model.requests.some(({ messages }) => messages[0]?.content.includes("How many")));
});

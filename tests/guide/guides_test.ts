import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { ModelError } from "../../src/errors.ts";
import { composite } from "../../src/guide/composite.ts";
import { exactMatch } from "../../src/guide/exact_match.ts";
import { modelJudge } from "../../src/guide/model_judge.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";

const example = { input: "in", expected: { answer: [1, "Two"] } };

Deno.test("exactMatch() compares by value, and shows the expected value", async () => {
  const guide = exactMatch();
  assertEquals((await guide(example, { answer: [1, "Two"] })).score, 1);
  const wrong = await guide(example, { answer: [1, "two"] });
  assertEquals(wrong.score, 0);
  assertStringIncludes(wrong.feedback, '"two"');
  assertStringIncludes(wrong.feedback, '"Two"');
  assertEquals((await guide(example, new Error("boom"))).feedback, "It failed: boom");
});

Deno.test("exactMatch() looks past case and space only when it is loose", async () => {
  const four = { input: "", expected: "Four" };
  assertEquals((await exactMatch()(four, " four")).score, 0);
  assertEquals((await exactMatch({ isLoose: true })(four, " four")).score, 1);
});

Deno.test("composite() weighs scores and keeps all words and metrics", async () => {
  const guide = composite({
    right: { guide: exactMatch(), weight: 3 },
    short: { guide: () => ({ score: 0.5, feedback: "Long.", metrics: { length: 9 } }) },
  });
  assertEquals(await guide({ input: 1, expected: 2 }, 2), {
    score: 0.875,
    feedback: "right: Correct.\nshort: Long.",
    metrics: { right: 1, short: 0.5, "short.length": 9 },
  });
});

Deno.test("composite() refuses weights that weigh nothing", () => {
  const guide = exactMatch();
  assertThrows(() => composite({}), RangeError);
  assertThrows(() => composite({ a: { guide, weight: 0 } }), RangeError);
  assertThrows(() => composite({ a: { guide, weight: -1 } }), RangeError, "of a");
  assertThrows(() => composite({ a: { guide, weight: NaN } }), RangeError);
});

Deno.test("modelJudge() shows criteria, input, expected and output, and nothing of a failed run", async () => {
  const model = scriptedModel(() => 'Well: {"feedback": "Fine.", "score": 1}');
  const guide = modelJudge({ model, criteria: "It rhymes." });
  assertEquals(await guide({ input: "cat", expected: "hat" }, "bat"), {
    score: 1,
    feedback: "Fine.",
  });
  const text = model.requests[0]?.messages.map(({ content }) => content).join("\n") ?? "";
  for (const part of ["It rhymes.", "cat", "hat", "bat"]) assertStringIncludes(text, part);
  assertEquals((await guide({ input: "cat" }, new Error("boom"))).score, 0);
  assertEquals(model.requests.length, 1);
});

Deno.test("modelJudge() asks once more for a score, then throws", async () => {
  const bad = ["no JSON", '{"score": 7}', '{"feedback": "good"}', '{"score": "1"}', "{"];
  for (const answer of bad) {
    const model = scriptedModel([answer, '{"score": 0.25, "feedback": "Hm."}', answer, answer]);
    const guide = modelJudge({ model, criteria: "Good." });
    assertEquals((await guide({ input: 1 }, 2)).score, 0.25);
    await assertRejects(
      async () => await guide({ input: 1 }, 2),
      ModelError,
      "a score from 0 to 1",
    );
  }
});

Deno.test("modelJudge() reads 100,000 characters of an answer", async () => {
  const model = scriptedModel((request) =>
    request.messages.length > 2 ? '{"score": 0.5}' : `{"score": 1}${" ".repeat(100_000)}`
  );
  const guide = modelJudge({ model, criteria: "Good." });
  assertEquals(await guide({ input: 1 }, 1), { score: 0.5, feedback: "" });
  const [, repeated] = model.requests;
  assertEquals((repeated?.messages[2]?.content.length ?? 0) < 100_100, true);
});

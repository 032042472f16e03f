import { assert, assertEquals } from "@std/assert";
import { seededDice } from "../sandbox/random_program.ts";
import { hostileAnswers } from "../support/answers/hostile_answers.ts";
import { runByAnswers } from "../support/answers/mixed_task.ts";
import { mutatedAnswer } from "../support/answers/random_answer.ts";
import { tempDir } from "../support/temp_dir.ts";

/** The whole property, 5,000 answers, is part of `deno task soak`. */
const sample = 200;

Deno.test("a run goes on whatever the model answers", async () => {
  const dice = seededDice(1);
  const answers = Array.from({ length: sample }, () => mutatedAnswer(dice));
  const { faults, events } = await runByAnswers(answers, { runDir: await tempDir(), seed: 1 });
  assertEquals(faults, []);
  const results = events.filter((event) => event.type === "proposed");
  assert(results.some(({ changes }) => changes !== undefined));
  assert(results.some(({ rejections }) => rejections.some(({ diagnostics }) => diagnostics)));
  assert(results.some(({ outcome }) => outcome === "unusable"));
});

Deno.test("a run goes on after long answers of hostile shapes", async () => {
  const answers = [...hostileAnswers(499_990)].map(({ text }) => text);
  const { faults } = await runByAnswers(answers, { runDir: await tempDir(), seed: 1 });
  assertEquals(faults, []);
});

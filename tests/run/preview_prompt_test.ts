import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { defineTask, optimize, scriptedModel, trainable } from "../../mod.ts";
import { previewPrompt } from "../../src/run/preview_prompt.ts";

const task = defineTask({
  name: "line",
  agent: () =>
    trainable(function line(x: number): number {
      return 2 * x;
    }),
  examples: { train: [1, 2, 3, 4, 5, 6].map((x) => ({ input: x, expected: 3 * x + 0.5 })) },
  guide: ({ expected }, output) => ({
    score: -Math.abs(Number(output) - expected),
    feedback: `Expected ${expected}.`,
  }),
  trainer: { batchSize: 3 },
});

const masked = { name: "optoprime", mask: ["graph"] } as const;

for (const optimizer of ["optoprime", "opro", masked] as const) {
  const name = JSON.stringify(optimizer);
  Deno.test(`previewPrompt() shows the prompt that a run with ${name} sends first`, async () => {
    const model = scriptedModel(['{"reasoning": "", "suggestion": {}}']);
    const options = { seed: 3, optimizer, batchSize: 2 };
    await optimize(task, { ...options, model, steps: 1 }).result;
    const { request, examples } = await previewPrompt(task as never, options); // as: any task has a prompt
    assertEquals(request.messages, model.requests[0]?.messages);
    assertEquals(examples, 2);
  });
}

Deno.test("previewPrompt() says why a run would ask for nothing", async () => {
  const error = await assertRejects(
    () => previewPrompt({ ...task, trainer: { target: -100 } } as never), // as above
    UsageError,
  );
  assertStringIncludes(error.advice ?? "", "target");
});

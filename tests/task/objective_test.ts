import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { defineTask, type Task, TaskError, trainable } from "../../mod.ts";
import { previewPrompt } from "../../src/run/preview_prompt.ts";
import { objectiveOf } from "../../src/task/objective.ts";

const sail = {
  name: "sail",
  objective: "Sail fast.",
  agent: () =>
    trainable(function sail({ wind }: { wind: number; angle: number }): number {
      return wind;
    }),
  examples: { train: [{ input: { wind: 3, angle: 45 } }] },
  guide: () => 0,
};

Deno.test("a model is told what the fields of an example are, and their units", async () => {
  const task = defineTask({
    ...sail,
    fields: { wind: { description: "at the mast", unit: "m/s" }, angle: { unit: "degrees" } },
  });
  const told = "Sail fast.\nThe fields of an input:\nwind: at the mast, in m/s\nangle: in degrees";
  assertEquals(objectiveOf(task as unknown as Task), told); // as: any task has an objective
  for (const optimizer of ["optoprime", "opro"] as const) {
    const { request } = await previewPrompt(task as unknown as Task, { optimizer });
    assertStringIncludes(request.messages[1]?.content ?? "", `The objective: ${told}`);
  }
});

Deno.test("defineTask() refuses a field without description and unit, and one with another member", () => {
  for (const field of [{}, { units: "m" }, { unit: 3 }, "m/s"]) {
    assertThrows(
      () => defineTask({ ...sail, fields: { wind: field as never } }), // as: wrong on purpose
      TaskError,
      '"fields" must be descriptions by name',
    );
  }
});

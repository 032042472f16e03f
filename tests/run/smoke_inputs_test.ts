import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  defineTask,
  optimize,
  parameter,
  type RunEvent,
  scriptedModel,
  trainable,
} from "../../mod.ts";
import { assertSameWhenResumed, type ComparedOptions } from "../../src/testing/same_records.ts";

/** Runs of agents of a task, counted. */
function counted(hasCode: boolean) {
  const runs = { count: 0 };
  const task = defineTask({
    name: "counted",
    agent: () => {
      const scale = trainable(function scale(n: number): number {
        return n;
      }, { source: "export function scale(n: number): number {\n  return n;\n}" });
      const add = parameter(1, { name: "add" });
      return {
        add,
        ...(hasCode ? { scale } : {}),
        async forward(n: number) {
          runs.count++;
          return hasCode ? add.add(await scale(n)) : add.mul(n);
        },
      };
    },
    examples: {
      train: [11, 12, 13].map((input) => ({ input })),
      validation: [91, 92].map((input) => ({ input })),
    },
    guide: (_example, output) => ({ score: Number(output), feedback: "more" }),
  });
  return { runs, task };
}

const scaleBy = (body: string) =>
  JSON.stringify({
    suggestion: { scale: `export function scale(n: number): number {\n  ${body}\n}` },
  });

const answers = [
  scaleBy("if (n > 5) throw new RangeError('too large');\n  return n;"),
  scaleBy("return n * 2;"),
  scaleBy("return n * 3;"),
];

async function eventsOf(run: AsyncIterable<RunEvent>): Promise<readonly RunEvent[]> {
  return await Array.fromAsync(run);
}

for (const hasCode of [true, false]) {
  Deno.test(`an agent ${hasCode ? "with code" : "without code"} runs once for each evaluation, and no more`, async () => {
    const { runs, task } = counted(hasCode);
    const script = hasCode ? answers : ['{"suggestion": {"add": 2}}', '{"suggestion": {"add": 3}}'];
    const model = scriptedModel(script);
    const options = { model, steps: 2, batchSize: 2, concurrency: 2, seed: 1 };
    const events = await eventsOf(optimize(task, options));
    const evaluated = events.filter((event) => event.type === "evaluated");
    assertEquals(runs.count, evaluated.length);
    const recorded = evaluated.filter(({ inputs }) => inputs !== undefined);
    assertEquals(recorded.length, hasCode ? 1 : 0);
    assert(recorded.every(({ example }) => example.split === "train"));
  });
}

Deno.test("proposed code is tried on arguments of the start's first train example, also after a resume", async () => {
  const { task } = counted(true);
  const start = (varied: ComparedOptions = {}) =>
    optimize(task, {
      model: scriptedModel((request) => {
        const isRepair = request.messages.length > 2;
        const step = /Step 2/.test(request.messages[1]?.content ?? "") ? 2 : 1;
        return isRepair ? scaleBy(`return n * ${step + 1};`) : answers[0]!; // !: there are three
      }),
      steps: 3,
      batchSize: 2,
      seed: 1,
      ...varied,
    });
  const events = await eventsOf(start());
  const proposed = events.filter((event) => event.type === "proposed");
  assertStringIncludes(
    proposed[0]?.rejections[0]?.reason ?? "",
    "Cannot accept scale: it threw: RangeError: too large; called with (1",
  );
  await assertSameWhenResumed(start, { cuts: 9 });
});

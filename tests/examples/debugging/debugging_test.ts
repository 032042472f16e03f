import {
  assert,
  assertEquals,
  assertFalse,
  assertGreater,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { taskOf, tasks } from "../../../examples/debugging/task.ts";
import type { Task } from "../../../mod.ts";
import { optoPrimeProposer } from "../../../src/optimizer/optoprime.ts";
import { previewPrompt } from "../../../src/run/preview_prompt.ts";
import { equalValues } from "../../../src/trace/equal_values.ts";
import type { Trainable } from "../../../src/trace/code/trainable.ts";
import type { Example } from "../../../src/task/task.ts";
import { SharedRunner } from "../../support/shared_sandbox.ts";
import { corrections } from "./corrections.ts";

/** The source of a task's function as an optimizer sees it. */
async function sourceOf(task: Task): Promise<string> {
  const { entry } = task.agent() as { readonly entry: Trainable<[], unknown> }; // as: the shape of all these agents
  await entry.ready();
  return entry.parameter.data;
}

/** Which examples a source passes. */
async function passedBy(source: string, entry: string, examples: readonly Example[]) {
  const unit = { id: entry, kind: "trainable", entry, source, original: source, uses: {} } as const;
  const program = { units: [unit], entry };
  const results = await new SharedRunner().runMany(
    { program },
    examples.map(({ input }) => input as readonly unknown[]), // as: arguments
  );
  return examples.map(({ expected }, at) => {
    const result = results[at];
    return result?.kind === "value" && equalValues(result.value, expected);
  });
}

function corrected(source: string, pieces: readonly (readonly [string, string])[]): string {
  return pieces.reduce((text, [faulty, right]) => {
    assertEquals(text.split(faulty).length, 2, `"${faulty}" occurs once in ${text}`);
    return text.replace(faulty, () => right);
  }, source);
}

Deno.test("taskOf() gives each of the twenty functions by its number", () => {
  assertEquals(new Set(tasks.map(({ name }) => name)), new Set(Object.keys(corrections)));
  assertEquals([taskOf(1).name, taskOf(20).name], ["addMonths", "wrapText"]);
  for (const seed of [0, 21, 1.5]) {
    assertThrows(() => taskOf(seed), RangeError, `Cannot choose "${seed}" as a function`);
  }
});

for (const [at, task] of tasks.entries()) {
  Deno.test(`${task.name} passes all cases when it is corrected, and each fault alone fails a seen and a held-out one`, async () => {
    const { train, test = [] } = await Promise.resolve(
      taskOf(at + 1).examples as { train: Example[]; test?: Example[] },
    ); // as: no function
    const source = await sourceOf(task);
    const faults = corrections[task.name] ?? [];
    assertGreater(faults.length, 0);
    const all = [...train, ...test];
    const passed = (code: string) => passedBy(code, task.name, all);
    assertEquals(await passed(corrected(source, faults)), all.map(() => true));
    for (const fault of faults) {
      const alone = await passed(corrected(source, faults.filter((other) => other !== fault)));
      assert(alone.slice(0, train.length).includes(false), `no case sees ${fault[0]}`);
      assert(alone.slice(train.length).includes(false), `no held-out case sees ${fault[0]}`);
    }
    const inputs = all.map(({ input }) => JSON.stringify(input));
    assertEquals(new Set(inputs).size, inputs.length);
  });
}

Deno.test("the prompt has code, calls and what was expected; without the graph no statement and no line", async () => {
  const promptWith = async (mask: readonly "graph"[]) => {
    const task = { ...taskOf(9), optimizer: optoPrimeProposer({ mask }) };
    const { request } = await previewPrompt(task, { seed: 9 });
    return request.messages.at(-1)?.content ?? "";
  };
  const [traced, masked] = [await promptWith([]), await promptWith(["graph"])];
  for (const prompt of [traced, masked]) {
    assertStringIncludes(prompt, "export function freeSlots(");
    assertStringIncludes(
      prompt,
      "freeSlots([[8, 18]], 8, 18) returned [[18, 18]]; [] was expected.",
    );
  }
  assertMatch(traced, /#Inside\nInside freeSlots\d+.*:\n(.*\n)+?.*if \(end <= closes\).*\/\/ then/);
  assertFalse(/#Inside|#Outputs|#Code|\/\/ then/.test(masked), masked);
});

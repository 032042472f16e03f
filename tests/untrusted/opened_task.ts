/**
 * Tasks of strangers for tests.
 *
 * @module
 */
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { Evaluator, Report } from "../../src/trainer/evaluator.ts";
import { openUntrustedTask, type UntrustedTask } from "../../src/untrusted/open_untrusted_task.ts";
import type { TaskLimits } from "../../src/untrusted/task_limits.ts";

/** A task of one number; `parts` replaces its agent, its guide and so on, `head` stands before it. */
export function taskText(head: string, parts: string = ""): string {
  return `import { defineTask, parameter } from "@opto/opto";
${head}
export default defineTask({
  name: "stranger",
  agent: () => {
    const x = parameter(1, { name: "x" });
    return { x, forward: () => x };
  },
  examples: { train: [{ input: null, expected: 5 }] },
  guide: ({ expected }, output) => -Math.abs(expected - Number(output)),
  ${parts}
});
`;
}

/** Opens a task of one file. */
export function openText(
  text: string,
  limits: Partial<TaskLimits> = {},
): Promise<UntrustedTask> {
  return openUntrustedTask({ files: { "task.ts": text }, entry: "task.ts" }, limits);
}

/** The evaluator of a task, with one sandbox. */
export function evaluatorOf(task: UntrustedTask, evaluationTimeoutMs = 5_000): Evaluator {
  return task.openEvaluator({
    seed: 0,
    concurrency: 1,
    isTypeChecked: false,
    hasStatements: false,
    evaluationTimeoutMs,
  });
}

/** The report on an example with the initial values. */
export async function firstReport(evaluator: Evaluator, index = 0): Promise<Report> {
  const { parameters } = await evaluator.facts();
  return await evaluator.evaluate({
    candidate: candidateOf(
      Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    ),
    example: { split: "train", index },
    seed: 1,
    isTraced: true,
  });
}

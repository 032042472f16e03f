/**
 * The shape of a debugging task: a function with planted faults, the cases it must pass, and cases held out.
 *
 * Each case is an example, so that the trace shows what the statements did on its arguments. The feedback is the message
 * of a test runner: the call, what came of it, what was expected. The held-out cases are the test split: the function is
 * solved when it passes all of them.
 *
 * @module
 */
import { defineTask, exactMatch, type MaybeNode, node, type Task } from "@opto/opto";
import { encodeValue, printValueData, type Trainable } from "@opto/opto/trace";

/** Arguments of a call, and the value it must return. */
export type Case<Args extends readonly unknown[], Result> = readonly [
  args: Args,
  expected: Awaited<Result>,
];

/** A function with faults, and its cases. */
export interface FaultyFunction<Args extends readonly unknown[], Result> {
  /** That of the function. */
  readonly name: string;
  /** Makes the trainable function; called once per candidate. */
  readonly make: () => Trainable<Args, Result>;
  /** The cases whose results an optimizer sees. */
  readonly cases: readonly Case<NoInfer<Args>, NoInfer<Result>>[];
  /** The cases that decide whether the function is right. */
  readonly heldOut: readonly Case<NoInfer<Args>, NoInfer<Result>>[];
}

/** The task of mending a function. A step runs every case. */
export function debuggingTask<Args extends readonly unknown[], Result>(
  { name, make, cases, heldOut }: FaultyFunction<Args, Result>,
): Task {
  const examplesOf = (list: readonly Case<readonly unknown[], unknown>[]) =>
    list.map(([input, expected]) => ({ input, expected }));
  const passes = exactMatch();
  return defineTask({
    name,
    description: `Finds the faults of ${name}.`,
    objective:
      "Find and mend every fault of the function, so that it does what its description says.",
    agent() {
      const entry = make();
      const call = entry as unknown as (...args: readonly unknown[]) => unknown; // as: a case has the right arguments
      return {
        entry,
        forward: (args: MaybeNode<readonly unknown[]>) => call(...node(args).peek()),
      };
    },
    examples: { train: examplesOf(cases), test: examplesOf(heldOut) },

    async guide({ input, expected }, output: unknown) {
      const call = `${name}(${input.map(text).join(", ")})`;
      const wanted = `${text(expected)} was expected.`;
      if (output instanceof Error) {
        const [reason = ""] = output.message.replace(`${name} failed: `, "").split("\n");
        return { score: 0, feedback: `${call} failed: ${reason}; ${wanted}` };
      }
      const { score } = await passes({ input, expected }, output);
      return score === 1
        ? { score, feedback: "The case passes." }
        : { score, feedback: `${call} returned ${text(output)}; ${wanted}` };
    },
    sandbox: { timeoutMs: 200 }, // a call takes less than one; changed code may loop for ever
    trainer: { steps: 3, batchSize: cases.length, target: 1 },
  }) as unknown as Task; // as: a task of any types
}

/** A value as TypeScript, at most 400 characters. */
function text(value: unknown): string {
  return printValueData(encodeValue(value), 400);
}

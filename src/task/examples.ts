/**
 * Makes and checks the examples of a task.
 *
 * @module
 */
import { TaskError } from "../errors.ts";
import type { Split } from "../trainer/evaluator.ts";
import { randomFrom, seedOf } from "../seeds.ts";
import type { Example, Task } from "./task.ts";

const splits: readonly Split[] = ["train", "validation", "test"];

/** Examples of every split; empty lists for missing splits. */
export type ExamplesBySplit = Readonly<Record<Split, readonly Example[]>>;

/**
 * The examples of a task; a function of the task gets random numbers seeded by the run.
 *
 * @throws {TaskError} when they cannot be made, are not lists, or `train` is empty
 */
export function examplesOf(task: Pick<Task, "name" | "examples">, seed: number): ExamplesBySplit {
  const made: unknown = typeof task.examples === "function"
    ? callExamples(task.examples, seed)
    : task.examples;
  const record = (typeof made === "object" && made !== null ? made : {}) as Record<Split, unknown>; // as: each is checked below
  const examples = Object.fromEntries(
    splits.map((split) => [split, listOf(task, split, record[split])]),
  ) as Record<Split, readonly Example[]>; // as: it has every split
  if (examples.train.length > 0) return examples;
  throw new TaskError(`Cannot train "${task.name}": received no examples in "train"`, {
    advice: "Give at least one example: examples: { train: [{ input: … }] }.",
  });
}

function callExamples(make: (random: () => number) => unknown, seed: number): unknown {
  try {
    return make(randomFrom(seedOf(seed, "examples")));
  } catch (cause) {
    throw new TaskError(
      `Cannot make the examples: received ${cause instanceof Error ? cause.message : cause}`,
      { cause, advice: "Fix the function `examples` of the task." },
    );
  }
}

function listOf(task: Pick<Task, "name">, split: Split, list: unknown): readonly Example[] {
  if (list === undefined) return [];
  const isList = Array.isArray(list) &&
    list.every((example) => typeof example === "object" && example !== null && "input" in example);
  if (isList) return list;
  throw new TaskError(
    `Cannot use "${split}" of the task "${task.name}" as examples: received ${
      Array.isArray(list) ? "an item without input" : typeof list
    }`,
    { advice: "Give a list of { input, expected? }." },
  );
}

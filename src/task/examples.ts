/**
 * Makes and checks the examples of a task.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { closest } from "../closest.ts";
import { TaskError } from "../errors.ts";
import { unknownKey } from "../known_keys.ts";
import { classInstanceIn } from "../trace/class_instance.ts";
import { printValue } from "../trace/print_value.ts";
import type { Split } from "../trainer/evaluator.ts";
import { within } from "../trainer/within.ts";
import { randomFrom, seedOf } from "../seeds.ts";
import { EvaluationTimeout } from "./evaluation_timeout.ts";
import { placeText } from "./place_text.ts";
import type { Example, Task } from "./task.ts";
import { typeName } from "./type_name.ts";

const splits: readonly Split[] = ["train", "validation", "test"];

/** Examples of every split; empty lists for missing splits. */
export type ExamplesBySplit = Readonly<Record<Split, readonly Example[]>>;

/** Seed and time of the examples. */
export interface ExamplesOptions {
  /** The run's seed: a function of the task gets random numbers from it. */
  readonly seed: number;
  /** Longest time until they are there, in milliseconds. @default none */
  readonly timeoutMs?: number;
}

/**
 * The examples of a task.
 *
 * @throws {TaskError} when they cannot be made, take too long, are not lists of examples with plain inputs, or `train` is
 * empty
 */
export async function examplesOf(
  task: Pick<Task, "name" | "examples">,
  options: ExamplesOptions,
): Promise<ExamplesBySplit> {
  const record = recordOf(task, await madeBy(task, options));
  const examples = Object.fromEntries(
    splits.map((split) => [split, listOf(task, split, record[split])]),
  ) as Record<Split, readonly Example[]>; // as: it has every split
  if (examples.train.length > 0) return examples;
  throw new TaskError(`Cannot train "${task.name}": received no examples in "train"`, { advice });
}

/** The examples as the task gives them. */
async function madeBy(
  { examples }: Pick<Task, "examples">,
  { seed, timeoutMs }: ExamplesOptions,
): Promise<unknown> {
  const make = (): unknown =>
    typeof examples === "function" ? examples(randomFrom(seedOf(seed, "examples"))) : examples;
  try {
    return await within(make, {
      limitMs: timeoutMs,
      overdue: () => new EvaluationTimeout("examples", timeoutMs ?? 0),
    });
  } catch (cause) {
    if (cause instanceof TaskError) throw cause; // of `jsonl` or `csv`
    const isLate = cause instanceof EvaluationTimeout;
    const reason = isLate ? cause.message : `received ${messageOf(cause)}${placeText(cause)}`;
    throw new TaskError(
      `Cannot make the examples: ${reason}`,
      { cause, advice: isLate ? cause.advice : "Fix `examples` of the task." },
    );
  }
}

const advice = "Write examples: { train: [{ input, expected }, …], validation: […], test: […] }.";

/** The data by split. */
function recordOf({ name }: Pick<Task, "name">, made: unknown): Readonly<Record<string, unknown>> {
  const refuse = (what: string) => {
    throw new TaskError(`Cannot use the examples of "${name}": received ${what}`, { advice });
  };
  if (Array.isArray(made)) refuse("a list, where splits are needed");
  if (typeof made !== "object" || made === null) return refuse(printValue(made, 60));
  const wrong = unknownKey(made, splits);
  if (wrong !== undefined) refuse(`the unknown split ${wrong}`);
  return made as Readonly<Record<string, unknown>>; // as: checked above
}

function listOf(task: Pick<Task, "name">, split: Split, list: unknown): readonly Example[] {
  if (list === undefined) return [];
  const refuse = (what: string, help = advice) => {
    throw new TaskError(`Cannot use the examples of "${task.name}": ${what}`, { advice: help });
  };
  if (!Array.isArray(list)) return refuse(`"${split}" is no list: received ${typeName(list)}`);
  for (const [index, example] of list.entries()) {
    const path = `examples.${split}[${index}]`;
    if (typeof example !== "object" || example === null) {
      refuse(`${path} is no example: received ${printValue(example, 60)}`);
    }
    const misspelt = misspeltIn(example);
    if (misspelt !== undefined) refuse(`${path} has the unknown member ${misspelt}`);
    if (!("input" in example)) refuse(`${path} has no input: received ${printValue(example, 60)}`);
    const instance = classInstanceIn(example.input, `${path}.input`);
    if (instance === undefined) continue;
    refuse(
      `${instance.path} is a ${instance.className}`,
      "An input is plain data: it is copied for each evaluation, and in the sandbox an instance of a class has no " +
        `methods. Give its data, and make the ${instance.className} inside the agent.`,
    );
  }
  return list;
}

/** A member that is nearly `input` or `expected`, if one of them is missing; others are the author's own. */
function misspeltIn(example: object): string | undefined {
  const known = ["input", "expected"].filter((name) => !Object.hasOwn(example, name));
  const key = Object.keys(example).find((key) =>
    key !== "input" && key !== "expected" && closest(key, known) !== undefined
  );
  return key === undefined ? undefined : unknownKey({ [key]: 0 }, known);
}

/**
 * Defines tasks, with a type check that their parts fit together.
 *
 * @module
 */
import { TaskError } from "../errors.ts";
import { unknownKey } from "../known_keys.ts";
import { unknownOptimizerSetting } from "../optimizer/optimizers.ts";
import { isPromise } from "../trace/is_promise.ts";
import { unknownTrainerSetting } from "../trainer/trainers.ts";
import type { Node, Plain } from "../trace/node_type.ts";
import { isPropagator } from "../propagate/propagators.ts";
import {
  type Eventual,
  type FieldDescription,
  type Splits,
  type Task,
  taskBrand,
  type TaskDefinition,
} from "./task.ts";
import { typeName } from "./type_name.ts";

/** An agent: a Module, a trainable, sandboxed or bundled function, or an object with `forward`. */
export type Callable = ((input: never) => unknown) | { forward(input: never): unknown };

/** Type of an agent's output, without nodes and promises. */
export type OutputOf<Agent> = Agent extends { forward(...args: never[]): infer Out } ? Settled<Out>
  : Agent extends (...args: never[]) => infer Out ? Settled<Out>
  : unknown;

/** A value without promise and node. */
export type Settled<Out> = Awaited<Out> extends Node<infer Value> ? Value : Awaited<Out>;

/** Type of an agent's input, without nodes; unknown for an agent that reads none. */
export type InputOf<Agent> = Agent extends { forward(...args: infer Args): unknown } ? First<Args>
  : Agent extends (...args: infer Args) => unknown ? First<Args>
  : unknown;

/** Type of the first argument, without nodes. */
export type First<Args extends readonly unknown[]> = Args extends readonly [] ? unknown
  : Args extends readonly [first?: infer In, ...rest: unknown[]] ? Plain<In>
  : unknown;

/** An example as written. */
export interface GivenExample {
  /** Input of the agent, plain data. */
  readonly input: unknown;
  /** Passed only to the guide. */
  readonly expected?: unknown;
}

/** An example whose input fits the agent. One without `expected` has no other member: it may be a misspelt one. */
export type Fitting<Given, In> =
  & Given
  & { readonly input: In }
  & ("expected" extends keyof Given ? unknown
    : { readonly [K in Exclude<keyof Given, "input">]: never });

/** The data of a task, or a function that makes it from random numbers seeded by the run; either may be a promise. */
export type FittingExamples<In, Train, Validation, Test> =
  | Eventual<Splits<Fitting<Train, In>, Fitting<Validation, In>, Fitting<Test, In>>>
  | ((
    random: () => number,
  ) => Eventual<Splits<Fitting<Train, In>, Fitting<Validation, In>, Fitting<Test, In>>>);

/** Type of the guide's `input`: that of the data if it fits the agent, which may be more precise. */
export type InputIn<Given extends GivenExample, In> = [Given["input"]] extends [In] ? Given["input"]
  : In;

/** Type of the guide's `expected`; contains undefined if an example has none. */
export type ExpectedIn<Given> = Given extends unknown
  ? "expected" extends keyof Given ? Given["expected"] : undefined
  : never;

/**
 * Defines a task. The guide's `example` has the type of the examples, whose inputs must fit the agent; write `examples`
 * before `guide` if it is a function. The guide's `output` has the type of the agent's output, or is an `Error` for a
 * failed run. Types are a promise that candidate code may break; `output` is a schema that holds.
 *
 * @throws {TaskError} when a part is missing or of the wrong type
 *
 * @example
 * ```ts
 * import { defineTask, parameter } from "@opto/opto";
 * import { z } from "zod";
 *
 * export default defineTask({
 *   name: "double",
 *   objective: "Multiply the input by two.",
 *   agent: () => {
 *     const factor = parameter(1, { name: "factor" });
 *     return { factor, forward: (x: number) => factor.mul(x) };
 *   },
 *   output: z.number(),
 *   examples: { train: [{ input: 1, expected: 2 }, { input: 3, expected: 6 }] },
 *   guide: ({ expected }, output) => output instanceof Error ? -1e9 : -Math.abs(expected - output),
 * });
 * ```
 */
export function defineTask<
  Agent extends Callable,
  Train extends GivenExample,
  Validation extends GivenExample = never,
  Test extends GivenExample = never,
>(
  definition:
    & Omit<
      TaskDefinition<
        InputIn<Train | Validation | Test, InputOf<Agent>>,
        OutputOf<Agent>,
        ExpectedIn<Train | Validation | Test>
      >,
      "agent" | "examples"
    >
    & {
      readonly agent: () => Agent;
      readonly examples: FittingExamples<InputOf<Agent>, Train, Validation, Test>;
    },
): Task<
  InputIn<Train | Validation | Test, InputOf<Agent>>,
  OutputOf<Agent>,
  ExpectedIn<Train | Validation | Test>
> {
  checkDefinition(definition);
  // A promise that rejects before a run awaits it is no error that nothing awaits.
  if (isPromise(definition.examples)) definition.examples.then(undefined, () => {});
  // as: the examples fit the agent, which the type of the definition demands
  return Object.freeze({ ...definition, [taskBrand]: true as const }) as never;
}

/** Whether a value is a task, of any copy of the library. */
export function isTask(value: unknown): value is Task {
  return typeof value === "object" && value !== null && taskBrand in value;
}

/** The parts of a definition; the compiler keeps the list complete. */
const parts = Object.keys(
  {
    name: 0,
    description: 0,
    objective: 0,
    fields: 0,
    agent: 0,
    examples: 0,
    output: 0,
    guide: 0,
    metrics: 0,
    trainer: 0,
    optimizer: 0,
    propagator: 0,
    model: 0,
    agentModel: 0,
    sandbox: 0,
    draw: 0,
    summarize: 0,
    redact: 0,
  } satisfies Record<keyof TaskDefinition, 0>,
);

const fieldKeys = Object.keys(
  { description: 0, unit: 0 } satisfies Record<keyof FieldDescription, 0>,
);

const limits = Object.keys(
  { timeoutMs: 0, memoryMb: 0 } satisfies Record<keyof NonNullable<TaskDefinition["sandbox"]>, 0>,
);

/**
 * Checks the shape of a definition.
 *
 * @throws {TaskError} when a part is missing, misspelt or of the wrong type
 */
function checkDefinition(definition: unknown): void {
  const given = definition as Partial<Record<keyof TaskDefinition, unknown>> | null | undefined; // as: each part is checked below
  const need = (part: keyof TaskDefinition, what: string, isRight: (value: unknown) => boolean) => {
    const value = given?.[part];
    if (isRight(value)) return;
    throw new TaskError(
      `Cannot define a task: "${part}" must be ${what}, received ${typeName(value)}`,
      {
        advice: adviceOn(part, value),
      },
    );
  };
  const isFunction = (value: unknown) => typeof value === "function";
  const isText = (value: unknown) => value === undefined || typeof value === "string";
  refuseUnknown(given, "the task", parts);
  need("name", "a name", (value) => typeof value === "string" && value.trim() !== "");
  need("description", "a text", isText);
  need("objective", "a text", isText);
  need("fields", "descriptions by name: { wind: { description, unit } }", areFields);
  need("agent", "a function that makes the agent", isFunction);
  need("output", "a Standard Schema", (value) => value === undefined || isSchema(value));
  need("guide", "a function that judges an output", isFunction);
  need("metrics", 'directions by name: { seconds: "lower", sales: "higher" }', areDirections);
  need("draw", "a function", (value) => value === undefined || isFunction(value));
  need("summarize", "a function", (value) => value === undefined || isFunction(value));
  need("trainer", "the name of a trainer, settings, or a trainer", isChoice);
  need("optimizer", "the name of an optimizer, settings, or an optimizer", isChoice);
  need(
    "propagator",
    "a propagator",
    (value) => value === undefined || typeof value === "string" || isPropagator(value),
  );
  for (const part of ["model", "agentModel"] as const) {
    need(
      part,
      "the name of a model, or a language model",
      (value) => value === undefined || typeof value === "string" || isModel(value),
    );
  }
  need(
    "redact",
    "a list of regular expressions",
    (value) =>
      value === undefined ||
      (Array.isArray(value) && value.every((pattern) => pattern instanceof RegExp)),
  );
  need(
    "examples",
    "{ train, validation?, test? }, or a function that makes it",
    (value) => isFunction(value) || isRecord(value) || isPromise(value),
  );
  need("sandbox", "{ timeoutMs?, memoryMb? }", (value) => value === undefined || isRecord(value));
  refuseUnknown(given?.sandbox, '"sandbox" of the task', limits);
  refuseSetting(unknownTrainerSetting(given?.trainer), "trainer");
  refuseSetting(unknownOptimizerSetting(given?.optimizer), "optimizer");
}

/** Whether a value is "higher" or "lower" by name of a metric. */
function areDirections(value: unknown): boolean {
  return value === undefined ||
    (isRecord(value) &&
      Object.values(value).every((each) => each === "higher" || each === "lower"));
}

/** A right form of a wrong part. */
function adviceOn(part: keyof TaskDefinition, value: unknown): string {
  if (isPromise(value)) return `Await it at the top of the module, before defineTask.`;
  switch (part) {
    case "agent":
      return "Write agent: () => …, a function that makes the agent anew.";
    case "examples":
      return "Write examples: { train: [{ input, expected }, …] }.";
    case "guide":
      return "Write guide: (example, output) => score, or { score, feedback }.";
    case "metrics":
      return 'Write "higher" or "lower" for each metric that counts.';
    default:
      return "See defineTask for the parts of a task.";
  }
}

/** Whether a part is missing, or has a description, a unit or both for each name. */
function areFields(value: unknown): boolean {
  const isField = (field: unknown) => {
    const entries = isRecord(field) ? Object.entries(field) : [];
    return entries.length > 0 &&
      entries.every(([key, text]) =>
        fieldKeys.includes(key) && typeof text === "string" && text.trim() !== ""
      );
  };
  return value === undefined || (isRecord(value) && Object.values(value).every(isField));
}

function refuseUnknown(given: unknown, what: string, known: readonly string[]): void {
  const unknown = isRecord(given) ? unknownKey(given, known) : undefined;
  if (unknown === undefined) return;
  throw new TaskError(`Cannot define a task: ${what} has the unknown member ${unknown}`, {
    advice: "Correct the name, or leave it out.",
  });
}

function refuseSetting(unknown: string | undefined, part: "trainer" | "optimizer"): void {
  if (unknown === undefined) return;
  throw new TaskError(`Cannot define a task: "${part}" has the unknown setting ${unknown}`, {
    advice: "Correct the name, or leave it out.",
  });
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isPromise(value);
}

/** Whether a part is missing, a name, settings, or a custom object. */
function isChoice(value: unknown): boolean {
  return value === undefined || typeof value === "string" || isRecord(value);
}

function isSchema(value: unknown): boolean {
  const holds = (typeof value === "object" || typeof value === "function") && value !== null;
  const standard: unknown = holds ? Reflect.get(value, "~standard") : undefined;
  return typeof standard === "object" && standard !== null && "validate" in standard &&
    typeof standard.validate === "function";
}

function isModel(value: unknown): boolean {
  return typeof value === "object" && value !== null && "generate" in value &&
    typeof value.generate === "function";
}

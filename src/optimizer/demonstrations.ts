/**
 * Demonstrations: a parameter of few-shot examples, which `bootstrapProposer` fills from the best runs.
 *
 * @module
 */
import { isRecord } from "../record.ts";
import { parameter, type ParameterNode } from "../trace/node.ts";
import type { StandardSchema } from "../trace/schema.ts";
import { printValue } from "../trace/print_value.ts";

/** One demonstration: what a step took, and what it gave. */
export interface Demonstration {
  /** The step's inputs besides parameters, by name. */
  readonly input: Readonly<Record<string, unknown>>;
  /** What the step gave. */
  readonly output: unknown;
}

/** Title of the JSON Schema of such a parameter, by which a proposer knows it. */
const title = "Demonstrations";

/** Options of `demonstrations`. */
export interface DemonstrationsOptions {
  /** Name of the parameter. @default "demonstrations" */
  readonly name?: string;
  /** Maximum number. @default 4 */
  readonly max?: number;
}

/**
 * A parameter whose value is a list of demonstrations, empty at first. The step that shows them to its model takes the
 * parameter as an input of its own; what its other inputs were, and what it gave, is a demonstration.
 *
 * @throws {RangeError} when the maximum is no whole number from 1 upward
 *
 * @example
 * ```ts
 * import { demonstrations, demonstrationsText } from "@opto/opto/optimizer";
 * import { assertEquals } from "@std/assert";
 *
 * const shots = demonstrations({ max: 2 });
 * shots.update([{ input: { review: "I would buy it again." }, output: "positive" }]);
 * assertEquals(demonstrationsText(shots.data), "review: I would buy it again.\noutput: positive");
 * ```
 */
export function demonstrations(
  { name = "demonstrations", max = 4 }: DemonstrationsOptions = {},
): ParameterNode<readonly Demonstration[]> {
  if (!Number.isSafeInteger(max) || max < 1) {
    throw new RangeError(`Cannot show "${max}" demonstrations: received no whole number above 0`);
  }
  return parameter<readonly Demonstration[]>([], {
    name,
    description: "Demonstrations for the application's model: inputs and good outputs.",
    schema: demonstrationsSchema(max),
  });
}

/**
 * Demonstrations as text for a prompt: a line for each input and the output, a blank line between two.
 *
 * @example
 * ```ts
 * import { demonstrationsText } from "@opto/opto/optimizer";
 * import { assertEquals } from "@std/assert";
 *
 * const shown = [{ input: { a: 1, b: 2 }, output: 3 }, { input: { a: 2, b: 2 }, output: 4 }];
 * assertEquals(demonstrationsText(shown), "a: 1\nb: 2\noutput: 3\n\na: 2\nb: 2\noutput: 4");
 * ```
 */
export function demonstrationsText(shown: readonly Demonstration[]): string {
  return shown.map(({ input, output }) =>
    [...Object.entries(input), ["output", output]].map(([name, value]) =>
      `${name}: ${plainText(value)}`
    )
      .join("\n")
  ).join("\n\n");
}

function plainText(value: unknown): string {
  return typeof value === "string" ? value : printValue(value);
}

/** The maximum number of demonstrations that a schema allows; undefined for a parameter of something else. */
export function maxDemonstrations(
  jsonSchema: Readonly<Record<string, unknown>> | undefined,
): number | undefined {
  return jsonSchema?.title === title ? Number(jsonSchema.maxItems) : undefined;
}

/** Whether a value is a list of at most so many demonstrations. */
function isDemonstrations(value: unknown, max: number): value is readonly Demonstration[] {
  return Array.isArray(value) && value.length <= max &&
    value.every((each) => isRecord(each) && isRecord(each.input) && "output" in each);
}

function demonstrationsSchema(max: number): StandardSchema<readonly Demonstration[]> {
  const jsonSchema = () => ({
    title,
    type: "array",
    maxItems: max,
    items: {
      type: "object",
      properties: { input: { type: "object" }, output: {} },
      required: ["input", "output"],
    },
  });
  return {
    "~standard": {
      version: 1,
      vendor: "opto",
      validate: (value) =>
        isDemonstrations(value, max)
          ? { value }
          : { issues: [{ message: `at most ${max} records with input and output are needed` }] },
      jsonSchema: { input: jsonSchema, output: jsonSchema },
    },
  };
}

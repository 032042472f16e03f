/**
 * Checks an agent's output by the task's schema, before the guide gets it.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import { TaskError } from "../errors.ts";
import { issuePath, issueText, schemaResult } from "../trace/check_schema.ts";
import { failureOf } from "../trace/failure/failure_of.ts";
import { printValue } from "../trace/print_value.ts";
import type { SchemaIssue, StandardSchema } from "../trace/schema.ts";
import { failedStep } from "../trace/step.ts";
import type { ForwardResult } from "./forward.ts";

/** Maximum issues in one message. */
const maxIssues = 5;

/** Maximum characters of the text of one issue, and of the value there. */
const maxIssueChars = 300;
const maxValueChars = 80;

/** The schema of a task's outputs, and what it checks. */
export interface OutputCheck {
  readonly schema: StandardSchema | undefined;
  /** Whether the output comes from the initial values. */
  readonly isInitial: boolean;
}

/**
 * The result of a run, with the output as its schema gives it. An output that does not match is a failed run.
 *
 * @throws {TaskError} when the validator throws or is asynchronous for an output of the initial values
 */
export function checkOutput(
  ran: ForwardResult,
  { schema, isInitial }: OutputCheck,
): ForwardResult {
  if (schema === undefined || ran.kind === "failed") return ran;
  const checked = check(schema, ran.value);
  if (checked.kind === "accepted") return { ...ran, value: checked.value };
  if (checked.kind === "broken" && isInitial) {
    throw new TaskError(`Cannot use the schema of the task's output: ${checked.reason}`, {
      advice: "Give `output` a schema without asynchronous checks that throws for no value.",
    });
  }
  const { reason } = checked;
  const error = new TypeError(`Cannot use the output as the task's schema demands: ${reason}`);
  const origin = {
    operator: { name: "output", documentation: "Checks the output by the task's schema." },
    inputs: [ran.node],
    inputNames: ["value"],
  };
  const failed = failedStep(origin, error, failureOf(error, (note) => note));
  return { kind: "failed", node: failed.node, error: failed };
}

type Checked =
  | { readonly kind: "accepted"; readonly value: unknown }
  | { readonly kind: "refused"; readonly reason: string }
  /** The validator itself failed. */
  | { readonly kind: "broken"; readonly reason: string };

function check(schema: StandardSchema, output: unknown): Checked {
  let result;
  try {
    result = schemaResult(schema, output);
  } catch (error) {
    return { kind: "broken", reason: `its validator threw ${printValue(error, maxIssueChars)}` };
  }
  if (result === undefined) {
    // Some libraries try again asynchronously after a check that throws.
    return { kind: "broken", reason: "its validator is asynchronous, or threw" };
  }
  const { issues } = result;
  if (issues === undefined) return { kind: "accepted", value: result.value };
  const texts = issues.slice(0, maxIssues).map((issue) => textOf(issue, output));
  const more = issues.length - texts.length;
  const reason = [...texts, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
  return { kind: "refused", reason };
}

/** What was expected, where, and what came. */
function textOf(issue: SchemaIssue, output: unknown): string {
  const text = issueText(issue);
  const bounded = shortText(text, maxIssueChars);
  return `${bounded} (received ${printValue(valueAt(output, issuePath(issue)), maxValueChars)})`;
}

/** The value at a path of own fields, elements and entries; undefined when there is none. */
function valueAt(output: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (value instanceof Map) return value.get(key);
    const isHolder = typeof value === "object" && value !== null && Object.hasOwn(value, key);
    return isHolder ? Reflect.get(value, key) : undefined;
  }, output);
}

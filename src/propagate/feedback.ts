/**
 * Feedback as data: parsed from a caller's input, merged, and passed to an optimizer as a graph.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import type { Feedback, FeedbackInput } from "../trace/feedback.ts";
import { isPromise } from "../trace/is_promise.ts";
import { isTraceNode } from "../trace/trace_node.ts";
import { valueKind } from "../trace/value.ts";
import { meanOf } from "./mean.ts";

/**
 * The input of an optimizer: the minimal subgraph between the parameters and the judged outputs, as data.
 *
 * `outputs` are the nodes with a backward, by place in `graph.nodes`.
 */
export interface FeedbackGraph {
  /** The parameters, the nodes on a path from them to an output, and the input values of these. */
  readonly graph: TraceData;
  /** The judged nodes in the order of their feedback; a node may occur twice. */
  readonly outputs: readonly {
    readonly node: number;
    readonly feedback: Feedback;
    /** Name of the example that it is of, as in the history. @default none */
    readonly example?: string;
  }[];
}

/**
 * Normalizes feedback given as words, as a score, or as the record that a guide returns.
 *
 * @param input a string is the words, a number is the score
 * @throws {TypeError} for every other form, for a field besides `score`, `feedback` and `metrics`, and for a field of
 * another type
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { toFeedback } from "@opto/opto/trace";
 *
 * assertEquals(toFeedback("too small"), { feedback: "too small" });
 * assertEquals(toFeedback(0.5), { score: 0.5 });
 * assertEquals(toFeedback({ score: 1, feedback: "" }), { score: 1 });
 * ```
 */
export function toFeedback(input: FeedbackInput): Feedback {
  if (typeof input === "string") return input === "" ? {} : { feedback: input };
  const given = typeof input === "number" ? { score: input } : input;
  requireFields(given);
  const { score, feedback, metrics } = given;
  if (score !== undefined) requireNumber("score", score);
  if (feedback !== undefined && typeof feedback !== "string") {
    throw new TypeError(
      `Cannot use "feedback" as the words of feedback: received ${valueKind(feedback)}`,
    );
  }
  if (metrics !== undefined && !isRecord(metrics)) {
    throw new TypeError(
      `Cannot use "metrics" as numbers by name: received ${valueKind(metrics)}`,
    );
  }
  for (const [name, value] of Object.entries(metrics ?? {})) requireNumber(name, value);
  return {
    ...(score === undefined ? {} : { score }),
    ...(feedback === undefined || feedback === "" ? {} : { feedback }),
    ...(metrics === undefined ? {} : { metrics: { ...metrics } }),
  };
}

const fields: ReadonlySet<string> = new Set(["score", "feedback", "metrics"]);

/** Throws unless a value has the fields of feedback and no others. */
function requireFields(given: unknown): asserts given is Feedback {
  if (!isRecord(given)) {
    const advice = isPromise(given) ? "; await it" : "";
    throw new TypeError(
      "Cannot use a value as feedback: received " +
        `${isTraceNode(given) ? "a node" : valueKind(given)}${advice}, not ${shape}`,
    );
  }
  const other = Object.keys(given).find((key) => !fields.has(key));
  if (other === undefined) return;
  throw new TypeError(`Cannot use "${other}" as a field of feedback: expected ${shape}`);
}

const shape = "text, a score, or { score, feedback, metrics }";

/** A record of this realm or of another one, but no array, error, node, promise or class instance. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !isTraceNode(value) &&
    valueKind(value) === "record" && !isPromise(value);
}

function requireNumber(name: string, value: unknown): void {
  if (typeof value === "number" && !Number.isNaN(value)) return;
  throw new TypeError(`Cannot use "${name}" as a number of feedback: received ${String(value)}`);
}

/**
 * Merges several pieces of feedback: scores and metrics are averaged over the pieces that have them, distinct texts
 * are joined by line breaks, in order.
 *
 * @param pieces feedback on several outputs, or on one output several times
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mergeFeedback } from "@opto/opto/trace";
 * assertEquals(
 *   mergeFeedback([{ score: 1, feedback: "good" }, { score: 0, feedback: "too slow" }, { feedback: "good" }]),
 *   { score: 0.5, feedback: "good\ntoo slow" },
 * );
 * ```
 */
export function mergeFeedback(pieces: readonly Feedback[]): Feedback {
  const scores = pieces.flatMap(({ score }) => score === undefined ? [] : [score]);
  const texts = new Set(pieces.flatMap(({ feedback }) => feedback ?? []));
  const metrics = meanByName(pieces.flatMap(({ metrics }) => Object.entries(metrics ?? {})));
  return {
    ...(scores.length === 0 ? {} : { score: meanOf(scores) }),
    ...(texts.size === 0 ? {} : { feedback: [...texts].join("\n") }),
    ...(metrics === undefined ? {} : { metrics }),
  };
}

function meanByName(entries: readonly [string, number][]): Record<string, number> | undefined {
  if (entries.length === 0) return undefined;
  const groups = Map.groupBy(entries, ([name]) => name);
  return Object.fromEntries(
    [...groups].map(([name, group]) => [name, meanOf(group.map(([, value]) => value))]),
  );
}

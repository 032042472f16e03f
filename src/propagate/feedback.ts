/**
 * Feedback as data: parsed from a caller's input, merged, and passed to an optimizer as a graph.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import type { Feedback, FeedbackInput } from "../trace/feedback.ts";
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
  readonly outputs: readonly { readonly node: number; readonly feedback: Feedback }[];
}

/**
 * Normalizes feedback given as text, a score, or a record.
 *
 * @param input a string is the text, a number is the score
 * @throws {TypeError} when the input has another form, or a score or metric is not a number
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { toFeedback } from "@opto/opto/trace";
 *
 * assertEquals(toFeedback("too small"), { text: "too small" });
 * assertEquals(toFeedback(0.5), { score: 0.5 });
 * ```
 */
export function toFeedback(input: FeedbackInput): Feedback {
  if (typeof input === "string") return input === "" ? {} : { text: input };
  const feedback = typeof input === "number" ? { score: input } : input;
  if (typeof feedback !== "object" || feedback === null) {
    throw new TypeError(`Cannot use "${String(input)}" as feedback: received ${typeof input}`);
  }
  const { score, text, metrics } = feedback;
  if (score !== undefined) requireNumber("score", score);
  for (const [name, value] of Object.entries(metrics ?? {})) requireNumber(name, value);
  if (text !== undefined && typeof text !== "string") {
    throw new TypeError(`Cannot use "text" as the text of feedback: received ${typeof text}`);
  }
  return {
    ...(score === undefined ? {} : { score }),
    ...(text === undefined || text === "" ? {} : { text }),
    ...(metrics === undefined ? {} : { metrics: { ...metrics } }),
  };
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
 *   mergeFeedback([{ score: 1, text: "good" }, { score: 0, text: "too slow" }, { text: "good" }]),
 *   { score: 0.5, text: "good\ntoo slow" },
 * );
 * ```
 */
export function mergeFeedback(pieces: readonly Feedback[]): Feedback {
  const scores = pieces.flatMap(({ score }) => score === undefined ? [] : [score]);
  const texts = new Set(pieces.flatMap(({ text }) => text === undefined ? [] : [text]));
  const metrics = meanByName(pieces.flatMap(({ metrics }) => Object.entries(metrics ?? {})));
  return {
    ...(scores.length === 0 ? {} : { score: meanOf(scores) }),
    ...(texts.size === 0 ? {} : { text: [...texts].join("\n") }),
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

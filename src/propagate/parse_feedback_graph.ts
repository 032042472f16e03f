/**
 * Parses a feedback graph from untrusted data.
 *
 * @module
 */
import { parseTraceData, type TraceDataBounds } from "../trace/data/parse_trace_data.ts";
import type { Feedback } from "../trace/feedback.ts";
import { type FeedbackGraph, toFeedback } from "./feedback.ts";

/**
 * Checks unknown data and returns it as a feedback graph, made of new records without unknown fields.
 *
 * @param data for example a result of `JSON.parse`, or a worker's message
 * @param bounds the accepted sizes
 * @throws {TypeError} that names the first wrong part
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { feedbackGraph, parseFeedbackGraph } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * w.mul(3).backward({ score: 0.5 });
 * const sent = JSON.stringify(feedbackGraph([w]));
 * assertEquals(parseFeedbackGraph(JSON.parse(sent)).outputs, [{ node: 2, feedback: { score: 0.5 } }]);
 * ```
 */
export function parseFeedbackGraph(data: unknown, bounds: TraceDataBounds = {}): FeedbackGraph {
  const { graph, outputs } = fields(data, "feedback graph");
  const parsed = parseTraceData(graph, bounds);
  if (!Array.isArray(outputs)) {
    throw new TypeError(`Cannot read "outputs" as a list: received ${typeof outputs}`);
  }
  return {
    graph: parsed,
    outputs: outputs.map((output: unknown, i) => {
      const { node, feedback } = fields(output, `outputs[${i}]`);
      return {
        node: placeIn(parsed.nodes.length, node, i),
        feedback: parseFeedback(feedback, i, bounds),
      };
    }),
  };
}

function fields(data: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof data === "object" && data !== null && !Array.isArray(data)) {
    return data as Record<string, unknown>; // an object of unknown fields
  }
  throw new TypeError(
    `Cannot read "${name}" as a record: received ${data === null ? "null" : typeof data}`,
  );
}

function placeIn(length: number, node: unknown, i: number): number {
  if (typeof node === "number" && Number.isInteger(node) && node >= 0 && node < length) return node;
  throw new TypeError(
    `Cannot read "outputs[${i}].node" as a place in the graph: received ${String(node)}`,
  );
}

function parseFeedback(
  data: unknown,
  i: number,
  { maxTextLength = 100_000 }: TraceDataBounds,
): Feedback {
  const given = fields(data, `outputs[${i}].feedback`);
  const feedback = toFeedback(given as Feedback); // checked by `toFeedback`
  const { length = 0 } = feedback.feedback ?? "";
  if (length > maxTextLength) {
    throw new TypeError(
      `Cannot read "outputs[${i}].feedback.feedback" as text of at most ${maxTextLength} characters: ` +
        `received ${length}`,
    );
  }
  return feedback;
}

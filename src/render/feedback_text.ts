/**
 * Writes the feedback on outputs.
 *
 * @module
 */
import type { Feedback } from "../trace/feedback.ts";
import type { TraceData } from "../trace/data/graph_data.ts";

/** A node with feedback. */
export interface JudgedPlace {
  /** Its place in `graph.nodes`. */
  readonly node: number;
  /** The feedback on it. */
  readonly feedback?: Feedback;
}

/**
 * `add0 (score 0.5, error 3): too small`, for each output that has feedback.
 *
 * @param options whether outputs include the text of a failure; it is then not repeated
 */
export function feedbackTexts(
  { nodes }: TraceData,
  outputs: readonly JudgedPlace[],
  { isFailureShown }: { readonly isFailureShown: boolean },
): string[] {
  return outputs.flatMap(({ node, feedback }) => {
    if (feedback === undefined) return [];
    const { name = "output", failure } = nodes[node] ?? {};
    const numbers = numbersText(feedback);
    const words = feedback.feedback?.trim() ?? "";
    const text = failure?.full.includes("\n") && isFailureShown
      ? words.replace(`\n${failure.full}`, () => " (see #Outputs)")
      : words;
    const head = `${name}${numbers === "" ? "" : ` (${numbers})`}`;
    return [text === "" ? head : `${head}:${text.includes("\n") ? "\n" : " "}${text}`];
  });
}

function numbersText({ score, metrics }: Feedback): string {
  const numbers = Object.entries({ ...(score === undefined ? {} : { score }), ...metrics });
  return numbers.map(([name, value]) => `${name} ${Number(value.toPrecision(6))}`).join(", ");
}

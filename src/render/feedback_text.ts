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
  /** Name of the example that it is of. @default none */
  readonly example?: string;
}

/**
 * `add0 (example 3, score 0.5, error 3): too small`, for each output that has feedback.
 *
 * @param options whether outputs include the text of a failure; it is then not repeated
 */
export function feedbackTexts(
  { nodes }: TraceData,
  outputs: readonly JudgedPlace[],
  { isFailureShown }: { readonly isFailureShown: boolean },
): string[] {
  return outputs.flatMap(({ node, feedback, example }) => {
    if (feedback === undefined) return [];
    const { name = "output", failure } = nodes[node] ?? {};
    const facts = [example ?? "", numbersText(feedback)].filter((fact) => fact !== "").join(", ");
    const words = feedback.feedback?.trim() ?? "";
    const text = failure?.full.includes("\n") && isFailureShown
      ? words.replace(`\n${failure.full}`, () => " (see #Outputs)")
      : words;
    const head = `${name}${facts === "" ? "" : ` (${facts})`}`;
    return [text === "" ? head : `${head}:${text.includes("\n") ? "\n" : " "}${text}`];
  });
}

function numbersText({ score, metrics }: Feedback): string {
  const numbers = Object.entries({ ...(score === undefined ? {} : { score }), ...metrics });
  return numbers.map(([name, value]) => `${name} ${Number(value.toPrecision(6))}`).join(", ");
}

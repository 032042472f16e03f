/**
 * Writes the feedback on outputs.
 *
 * @module
 */
import type { Feedback } from "../trace/feedback.ts";
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import { printValue } from "../trace/print_value.ts";
import { indented } from "./pieces.ts";
import { saidOnce } from "./said_once.ts";
import { briefNumbers } from "./value_text.ts";

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
 * @param options whether outputs are shown with their values and failures; these are then not repeated
 */
export function feedbackTexts(
  { nodes }: TraceData,
  outputs: readonly JudgedPlace[],
  { isOutputShown }: { readonly isOutputShown: boolean },
): string[] {
  const judged = outputs.flatMap(({ node: place, feedback, example }) => {
    if (feedback === undefined) return [];
    const node = nodes[place];
    const facts = [example ?? "", numbersText(feedback)].filter((fact) => fact !== "").join(", ");
    const words = feedback.feedback?.trim() ?? "";
    const text = node === undefined || !isOutputShown ? words : withoutOutput(words, node);
    return [{ name: node?.name ?? "output", facts, text: briefNumbers(text) }];
  });
  const said = saidOnce(judged);
  return judged.map(({ name, facts }, at) =>
    headed(`${name}${facts === "" ? "" : ` (${facts})`}`, said[at]!) // one for each
  );
}

/** `head: text`, text of several lines below its head. */
export function headed(head: string, text: string): string {
  return text === "" ? head : `${head}:${text.includes("\n") ? "\n  " : " "}${indented(text)}`;
}

/** Outputs with shorter text are repeated. */
const leastQuoted = 20;

/** Maximum characters of an output that is searched in feedback. */
const maxQuoted = 2_000;

/** The words of feedback, with the name of the output where they quote its value or its failure. */
function withoutOutput(words: string, { name, value, failure }: NodeData): string {
  if (failure !== undefined) {
    const isMarked = failure.full.includes("\n");
    return isMarked ? words.replace(`\n${failure.full}`, () => " (see #Outputs)") : words;
  }
  const text = value.kind === "exact" ? printValue(decodeValue(value), maxQuoted) : "";
  return text.length < leastQuoted || text.endsWith("…")
    ? words
    : words.replaceAll(text, () => name);
}

function numbersText({ score, metrics }: Feedback): string {
  const numbers = Object.entries({ ...(score === undefined ? {} : { score }), ...metrics });
  return numbers.map(([name, value]) => `${name} ${Number(value.toPrecision(6))}`).join(", ");
}

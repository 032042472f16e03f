/**
 * The prompt for one gradient: a value, the steps that use it, and what was said of their results.
 *
 * @module
 */
import type { ModelRequest } from "../../model/language_model.ts";
import { estimateTokens } from "../../model/tokens.ts";
import type { Problem } from "../../problem/problem.ts";
import type { FeedbackGraph } from "../../propagate/feedback.ts";
import { rearranged } from "../../render/rearranged.ts";
import type { NodeData } from "../../trace/data/graph_data.ts";
import { problemGuide } from "../problem_guide.ts";
import { type SectionName, viewProblem } from "../problem_view.ts";
import type { GradientStep } from "./gradient_plan.ts";

/** Settings of a gradient's prompt. */
export interface GradientPromptOptions {
  /** What was said of the next nodes so far, by place; feedback of judged ones is in the problem. */
  readonly gradients: ReadonlyMap<number, string>;
  /** Maximum tokens, estimated. */
  readonly maxTokens: number;
  /** Omitted sections. */
  readonly omit: readonly SectionName[];
}

/** Sections that a step back does not have. */
const unused: readonly SectionName[] = ["Instruction", "History"];

/** Tokens of the frames of two messages. */
const frameTokens = 8;

/**
 * The request for a gradient. The steps are written as in OptoPrime's prompts, so that loops are folded and long values cut.
 *
 * @throws {UsageError} when the parameters among the shown nodes alone exceed the limit
 */
export function gradientRequest(
  problem: Problem,
  step: GradientStep,
  { gradients, maxTokens, omit }: GradientPromptOptions,
): Pick<ModelRequest, "messages"> {
  const feedback = partOf(problem.feedback, step, gradients);
  const { name, kind } = problem.feedback.graph.nodes[step.node]!; // a place of the graph
  const objective = problem.objective.trim();
  const question = [
    ...(objective === "" ? [] : [`The objective of the program: ${objective}`]),
    `How should ${kind === "parameter" ? "the variable" : "the value"} ${name} change?`,
  ].join("\n");
  const guide = problemGuide("stepBack");
  const sections = viewProblem({ objective, parameters: problem.parameters, feedback }, [], {
    maxTokens,
    around: {
      guide: estimateTokens(guide) + frameTokens,
      question: estimateTokens(`\n\n${question}`),
    },
    memorySize: 0,
    omit: [...unused, ...omit],
  });
  return {
    messages: [
      { role: "system", content: guide },
      { role: "user", content: `${sections}\n\n${question}` },
    ],
  };
}

/** The part of a graph that a gradient follows from: the node and what is beside the way are plain values. */
function partOf(
  { graph, outputs }: FeedbackGraph,
  { node, next, places }: GradientStep,
  gradients: ReadonlyMap<number, string>,
): FeedbackGraph {
  const inside = new Set(places);
  const isBeside = (place: number, { inputs, uses = [] }: NodeData) =>
    place === node ||
    ![...inputs.map((input) => input.node), ...uses].every((source) => inside.has(source));
  const nodes = graph.nodes.map((each, place) =>
    inside.has(place) && isBeside(place, each) ? plainNode(each) : each
  );
  const said = next.flatMap((place) => {
    const gradient = gradients.get(place);
    return gradient === undefined || place === node
      ? outputs.filter((output) => output.node === place)
      : [{ node: place, feedback: { feedback: gradient } }];
  });
  return rearranged({ graph: { version: 1, nodes }, outputs: said }, places);
}

/** A node as a value that is not said to come from anywhere. */
function plainNode({ kind, name, value, description, code }: NodeData): NodeData {
  return {
    kind: kind === "parameter" ? "parameter" : "value",
    name,
    value,
    inputs: [],
    ...(description === undefined ? {} : { description }),
    ...(code === undefined ? {} : { code }),
  };
}

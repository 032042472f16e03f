/**
 * The sections of a prompt that show a graph: code, documentation, inputs, others, what happened inside, outputs.
 *
 * @module
 */
import { estimateTokens } from "../model/tokens.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { viewGraph } from "../render/view.ts";
import { inlineValues } from "./inline_values.ts";
import { insideSection } from "./inside_section.ts";
import { codeLine, documentationLine, type GraphText, outputText, valueLine } from "./step_text.ts";
import { nodeValueText } from "./value_text.ts";

/** What a graph looks like; a text is empty where there is nothing to show. */
export interface GraphSections {
  readonly code: string;
  readonly documentation: string;
  readonly inputs: string;
  readonly others: string;
  readonly inside: string;
  readonly outputs: string;
}

/** A graph to show, and the places that were judged. */
interface ShownGraph extends GraphText {
  readonly outputs: readonly number[];
}

/**
 * Characters of a value: as many as may be, and as many as it keeps when steps have to be left out. A few steps with values
 * that can be read tell more than many with values that cannot.
 */
const roomyLimit = 2_000;
const tightLimit = 500;

/** Equal values that are longer than this are shown once. */
const twinLength = 40;

/**
 * The sections within a number of tokens. When they do not fit, values are shortened first; then steps are left out, those
 * farthest from outputs and parameters first, and marked `…`. What is left of the room shows what happened inside the
 * steps. The outputs are always shown.
 *
 * @param codeNames names of the parameters that are code
 */
export function graphSections(
  { graph, outputs }: FeedbackGraph,
  codeNames: ReadonlySet<string>,
  room: number,
): GraphSections {
  const judged = outputs.map(({ node }) => node);
  const whole = shownGraph(graph, judged, codeNames);
  for (const limit of [roomyLimit, tightLimit]) {
    const sections = renderGraph(whole, limit);
    const left = room - tokensOf(sections);
    if (left >= 0) return { ...sections, inside: insideSection(whole, left) };
  }
  return fittingSections(whole, room);
}

/** The sections of the largest view that fits. A view's estimate is on the safe side, so it is tried with more than there is. */
function fittingSections({ nodes, outputs, codeNames }: ShownGraph, room: number): GraphSections {
  const cost = (text: string) => estimateTokens(text) + 2 * text.split("\n").length;
  const sectionsWithin = (budget: number) => {
    const options = { budget, cost, outputs, valueLimit: tightLimit };
    const view = viewGraph({ version: 1, nodes }, options);
    return renderGraph(shownGraph(view.graph, view.outputs, codeNames), tightLimit);
  };
  let best = sectionsWithin(room);
  for (let tries = 0, budget = room; tries < 2; tries++) {
    budget *= room / Math.max(1, tokensOf(best));
    const larger = sectionsWithin(budget);
    if (tokensOf(larger) > room) break;
    best = larger;
  }
  return best;
}

function shownGraph(
  graph: TraceData,
  outputs: readonly number[],
  codeNames: ReadonlySet<string>,
): ShownGraph {
  return { nodes: graph.nodes, codeNames, outputs, inline: inlineValues(graph, outputs) };
}

function tokensOf(sections: GraphSections): number {
  return Object.values(sections).reduce((sum, text) => sum + estimateTokens(text), 0);
}

function renderGraph(graph: ShownGraph, limit: number): GraphSections {
  const judged = new Set(graph.outputs);
  const steps = graph.nodes.filter(({ operator }) => operator !== undefined);
  const documentation = new Set(steps.map(documentationLine));
  const values = graph.nodes.filter(({ kind }, place) =>
    kind !== "parameter" && !judged.has(place) && !graph.inline.has(place)
  );
  const outputs = graph.nodes.filter(({ kind }, place) =>
    kind !== "parameter" && judged.has(place)
  );
  return {
    code: steps.map((node) => codeLine(node, graph)).join("\n"),
    documentation: [...documentation].filter((line) => line !== "").join("\n"),
    inputs: valueLines(values.filter(({ operator }) => operator === undefined), limit),
    others: valueLines(values.filter(({ operator }) => operator !== undefined), limit),
    inside: "",
    outputs: outputs.map((node) => outputText(node, limit)).join("\n"),
  };
}

/** A line for each value; a long one that several nodes have stands once, with all their names. */
function valueLines(nodes: readonly NodeData[], limit: number): string {
  const groups = Map.groupBy(nodes, ({ name, value, description = "" }) => {
    const text = nodeValueText(value, limit);
    const isTold = text.length > twinLength && !text.includes("…");
    return isTold ? `${text} ${description}` : name;
  });
  return [...groups.values()].flatMap(([node, ...twins]) =>
    node === undefined ? [] : [valueLine(node, limit, twins.map(({ name }) => name))]
  ).join("\n");
}

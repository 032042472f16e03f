/**
 * The sections of a prompt that show a graph: code, documentation, inputs, others, what happened inside, outputs.
 *
 * @module
 */
import { estimateTokens } from "../model/tokens.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import type { NodeData } from "../trace/graph_data.ts";
import { viewGraph } from "../trace/view.ts";
import { insideText } from "./inside_text.ts";
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

/** A graph to show: its nodes, which of its parameters are code, and the places that were judged. */
interface ShownGraph extends GraphText {
  readonly outputs: readonly number[];
}

/** Characters of a value, from the roomiest to the tightest that is tried before steps are left out. */
const tightestLimit = 120;
const valueLimits = [2_000, 500, tightestLimit];

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
  const whole: ShownGraph = { nodes: graph.nodes, codeNames, outputs: judged };
  for (const limit of valueLimits) {
    const sections = renderGraph(whole, limit);
    const left = room - tokensOf(sections);
    if (left >= 0) return { ...sections, inside: renderInside(whole, left) };
  }
  // A view's own notation is a little shorter than this one: `const`, colon and semicolon make the difference.
  const cost = (text: string) => estimateTokens(text) + 2 * text.split("\n").length;
  const view = viewGraph(graph, { budget: room, cost, outputs: judged, valueLimit: tightestLimit });
  return renderGraph({ nodes: view.graph.nodes, codeNames, outputs: view.outputs }, tightestLimit);
}

function tokensOf(sections: GraphSections): number {
  return Object.values(sections).reduce((sum, text) => sum + estimateTokens(text), 0);
}

function renderGraph(graph: ShownGraph, limit: number): GraphSections {
  const judged = new Set(graph.outputs);
  const code: string[] = [];
  const documentation = new Set<string>();
  const inputs: string[] = [];
  const others: string[] = [];
  const outputs: string[] = [];
  const known = new Map<string, string>();
  for (const [place, node] of graph.nodes.entries()) {
    if (node.operator !== undefined) {
      code.push(codeLine(node, graph));
      documentation.add(documentationLine(node.operator));
    }
    if (node.kind === "parameter") continue;
    if (judged.has(place)) outputs.push(outputText(node, limit));
    else if (node.operator !== undefined) others.push(valueLine(node, limit));
    else inputs.push(inputLine(node, limit, known));
  }
  return {
    code: code.join("\n"),
    documentation: [...documentation].filter((line) => line !== "").join("\n"),
    inputs: inputs.join("\n"),
    others: others.join("\n"),
    inside: "",
    outputs: outputs.join("\n"),
  };
}

/** An input; one that is long and was shown whole before is shown by the other's name. */
function inputLine(node: NodeData, limit: number, known: Map<string, string>): string {
  const text = nodeValueText(node.value, limit);
  const same = known.get(text);
  if (same !== undefined && text.length > 40 && !text.includes("…")) {
    return `const ${node.name} = ${same};`;
  }
  known.set(text, node.name);
  return valueLine(node, limit);
}

/** What happened inside the steps, the last ones first considered, as far as there is room. */
function renderInside({ nodes, codeNames }: ShownGraph, room: number): string {
  const texts: string[] = [];
  let left = room;
  for (const node of nodes.toReversed()) {
    const text = insideText(node, codeNames);
    if (text === "") continue;
    left -= estimateTokens(text) + 1;
    if (left < 0) break;
    texts.unshift(text);
  }
  return texts.join("\n");
}

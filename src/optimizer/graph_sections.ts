/**
 * The sections of a prompt that show a graph: code, documentation, inputs, others, what happened inside, outputs.
 *
 * @module
 */
import { estimateTokens } from "../model/tokens.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { stepsByNearness } from "./nearness.ts";
import { codeLine, documentationLine, insideText, outputText, valueLine } from "./step_text.ts";

/** Which part of a graph is shown, and how long its values may be. */
export interface GraphSections {
  readonly code: string;
  readonly documentation: string;
  readonly inputs: string;
  readonly others: string;
  readonly inside: string;
  readonly outputs: string;
}

/** Characters of a value, from the roomiest to the tightest that is tried before steps are left out. */
const tightestLimit = 120;
const valueLimits = [2_000, 500, tightestLimit];

/**
 * The sections within a number of tokens. When they do not fit, values are shortened first; then steps are left out, those
 * farthest from outputs and parameters first, and their number is told where they stood. What is left of the room shows
 * what happened inside the steps. The outputs are always shown.
 *
 * @param codeNames names of the parameters that are code
 */
export function graphSections(
  graph: FeedbackGraph,
  codeNames: ReadonlySet<string>,
  room: number,
): GraphSections {
  const shown: ShownGraph = { ...graph, codeNames, ranked: stepsByNearness(graph) };
  for (const limit of valueLimits) {
    const sections = renderSteps(shown, new Set(shown.ranked), limit);
    const left = room - tokensOf(sections);
    if (left >= 0) return { ...sections, inside: renderInside(shown, left) };
  }
  return renderSteps(shown, nearestThatFit(shown, room), tightestLimit);
}

/** A graph, and what is known of it. */
interface ShownGraph extends FeedbackGraph {
  readonly codeNames: ReadonlySet<string>;
  /** Places of the steps, nearest first. */
  readonly ranked: readonly number[];
}

function tokensOf(sections: GraphSections): number {
  return Object.values(sections).reduce((sum, text) => sum + estimateTokens(text), 0);
}

/** As many of the ranked steps as fit, with the values they name. */
function nearestThatFit(shownGraph: ShownGraph, room: number): ReadonlySet<number> {
  const { graph: { nodes }, codeNames, ranked } = shownGraph;
  const shown = new Set<number>();
  const valued = new Set<number>();
  const documented = new Set<string>();
  let left = room - tokensOf(renderSteps(shownGraph, shown, tightestLimit));
  for (const place of ranked) {
    const node = nodes[place];
    if (node?.operator === undefined) continue;
    const values = [place, ...node.inputs.map((input) => input.node)].filter((p) => !valued.has(p));
    const doc = documentationLine(node.operator);
    const cost = estimateTokens(codeLine(node, { nodes, codeNames })) + 1 +
      (documented.has(doc) ? 0 : estimateTokens(doc) + 1) +
      values.reduce((sum, p) => sum + estimateTokens(valueLine(nodes[p], tightestLimit)) + 1, 0);
    if (cost > left) break;
    left -= cost;
    shown.add(place);
    documented.add(doc);
    for (const p of values) valued.add(p);
  }
  return shown;
}

/** The sections with these steps, and with the values they were made from. */
function renderSteps(
  { graph: { nodes }, outputs, codeNames }: ShownGraph,
  shown: ReadonlySet<number>,
  limit: number,
): GraphSections {
  const judged = new Set(outputs.map(({ node }) => node));
  const named = new Set<number>();
  const code: string[] = [];
  const documentation = new Set<string>();
  let skipped = 0;
  const tellSkipped = () => {
    if (skipped > 0) code.push(`// … ${skipped} ${skipped === 1 ? "step" : "steps"} left out`);
    skipped = 0;
  };
  for (const [place, node] of nodes.entries()) {
    if (node.operator === undefined) continue;
    if (!shown.has(place)) {
      skipped++;
      continue;
    }
    tellSkipped();
    code.push(codeLine(node, { nodes, codeNames }));
    documentation.add(documentationLine(node.operator));
    named.add(place);
    for (const input of node.inputs) named.add(input.node);
    for (const use of node.uses ?? []) named.add(use);
  }
  tellSkipped();
  const inputs: string[] = [];
  const others: string[] = [];
  for (const place of [...named].sort((a, b) => a - b)) {
    const node = nodes[place];
    if (node === undefined || node.kind === "parameter" || judged.has(place)) continue;
    (node.operator === undefined ? inputs : others).push(valueLine(node, limit));
  }
  const outputLines = [...judged].flatMap((place) => {
    const node = nodes[place];
    return node === undefined || node.kind === "parameter" ? [] : [outputText(node, limit)];
  });
  return {
    code: code.join("\n"),
    documentation: [...documentation].join("\n"),
    inputs: inputs.join("\n"),
    others: others.join("\n"),
    inside: "",
    outputs: outputLines.join("\n"),
  };
}

/** What happened inside the nearest steps, as far as there is room. */
function renderInside({ graph, ranked, codeNames }: ShownGraph, room: number): string {
  const parts: { readonly place: number; readonly text: string }[] = [];
  let left = room;
  for (const place of ranked) {
    const node = graph.nodes[place];
    const text = node === undefined ? "" : insideText(node, codeNames);
    if (text === "") continue;
    left -= estimateTokens(text) + 1;
    if (left < 0) break;
    parts.push({ place, text });
  }
  return parts.sort((a, b) => a.place - b.place).map(({ text }) => text).join("\n");
}

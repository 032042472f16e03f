/**
 * What a drawing of a graph shows, before it is written in the language of one drawing tool.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { type JudgedPlace, lastPlaces, minimalSubgraph } from "./graph_roles.ts";
import type { Arrow, Box, BoxRole, Note, Picture } from "./picture_parts.ts";
import { shortenArrows } from "./shorten_arrows.ts";
import { decodeValue, valueText } from "../trace/data/value_data.ts";
import { viewGraph } from "./view.ts";
import { gapOperator } from "./view_choice.ts";

export type { JudgedPlace } from "./graph_roles.ts";

/** Options of all drawings. */
export interface PictureOptions {
  /** The judged nodes; a `FeedbackGraph` has them. @default the nodes that no other was made from */
  readonly outputs?: readonly JudgedPlace[];
  /** Characters of a printed value. @default 80 */
  readonly valueLimit?: number;
  /** How deep inner graphs are drawn inside the step they belong to. @default 0 */
  readonly expand?: number;
  /**
   * `simple` writes values into the steps that take them, and skips steps that only pass a value on.
   * @default "full"
   */
  readonly style?: "full" | "simple";
  /** Which way the arrows go. @default "down" */
  readonly direction?: "down" | "up" | "right" | "left";
  /** About how many nodes are drawn; of a larger graph those nearest to outputs and parameters. @default 200 */
  readonly maxNodes?: number;
}

/** Lays out what is to be drawn; where is left to the tool. */
export function makePicture(graph: TraceData, options: PictureOptions = {}): Picture {
  const { valueLimit = 80, maxNodes = 200, style = "full", expand = 0, direction = "down" } =
    options;
  const judged = options.outputs ?? lastPlaces(graph).map((node): JudgedPlace => ({ node }));
  const shown = fit(graph, judged, maxNodes, valueLimit);
  const plan: Plan = { valueLimit, expand, isSimple: style === "simple", direction, prefix: "n" };
  return draw(shown.graph, shown.judged, plan);
}

interface Plan {
  readonly valueLimit: number;
  readonly expand: number;
  readonly isSimple: boolean;
  readonly direction: Picture["direction"];
  readonly prefix: string;
}

/** The graph itself, or a view of it when it has too many nodes to look at. */
function fit(
  graph: TraceData,
  judged: readonly JudgedPlace[],
  maxNodes: number,
  valueLimit: number,
) {
  if (graph.nodes.length <= maxNodes) return { graph, judged };
  const view = viewGraph(graph, {
    budget: maxNodes,
    // One for each node; what operators do, which begins with a bracket, is not drawn.
    cost: (text) => text.startsWith("[") ? 0 : 1,
    outputs: judged.map(({ node }) => node),
    valueLimit,
  });
  return { graph: view.graph, judged: view.outputs.map((node, i) => ({ ...judged[i], node })) };
}

function draw(graph: TraceData, judged: readonly JudgedPlace[], plan: Plan): Picture {
  const outputs = new Set(judged.map(({ node }) => node));
  const isOnWay = minimalSubgraph(graph, [...outputs]);
  const folded = plan.isSimple ? foldable(graph, outputs) : new Map<number, number | "inline">();
  const idOf = (place: number) => `${plan.prefix}${place}`;
  const resolve = (place: number): number => {
    let at = place;
    for (let next = folded.get(at); typeof next === "number"; next = folded.get(at)) at = next;
    return at;
  };
  const boxes: Box[] = [];
  const arrows: Arrow[] = [];
  for (const [place, node] of graph.nodes.entries()) {
    if (folded.has(place)) continue;
    boxes.push({
      id: idOf(place),
      role: roleOf(node),
      name: node.name,
      call: callText(graph, node, (input) => folded.get(resolve(input)) === "inline"),
      lines: valueLines(node, plan.valueLimit),
      documentation: node.operator?.documentation ?? node.description ?? "",
      isOnWay: isOnWay[place] ?? false,
      isOutput: outputs.has(place),
      isNameOnly: false,
      inner: plan.expand > 0 && node.inner !== undefined
        ? draw(node.inner, lastPlaces(node.inner).map((node) => ({ node })), {
          ...plan,
          expand: plan.expand - 1,
          prefix: `${idOf(place)}_`,
        })
        : undefined,
    });
    const point = (source: number, label: string, isHidden: boolean) => {
      const from = resolve(source);
      if (folded.has(from)) return;
      const isArrowOnWay = (isOnWay[from] ?? false) && (isOnWay[place] ?? false);
      arrows.push({ from: idOf(from), to: idOf(place), label, isOnWay: isArrowOnWay, isHidden });
    };
    for (const input of node.inputs) point(input.node, input.name, false);
    for (const source of node.uses ?? []) point(source, "", true);
  }
  const notes = judged.flatMap(({ node, feedback }, i): Note[] => {
    const lines = feedbackLines(feedback, plan.valueLimit);
    return lines.length === 0
      ? []
      : [{ id: `${plan.prefix}feedback${i}`, about: idOf(resolve(node)), lines }];
  });
  return { direction: plan.direction, ...shortenArrows(boxes, arrows), notes };
}

function roleOf(node: NodeData): BoxRole {
  switch (node.kind) {
    case "parameter":
    case "value":
    case "exception":
      return node.kind;
    case "message":
      return node.operator?.name === gapOperator.name ? "gap" : "step";
    default:
      throw new TypeError(
        `Cannot draw "${node.kind satisfies never}" as a kind of node: received an unknown one`,
      );
  }
}

/**
 * What the simple style does not draw: values that fit into the one step that takes them, and steps that
 * pass a value on.
 */
function foldable(graph: TraceData, outputs: ReadonlySet<number>): Map<number, number | "inline"> {
  const folded = new Map<number, number | "inline">();
  for (const [place, node] of graph.nodes.entries()) {
    if (outputs.has(place)) continue;
    const passesOn = node.operator?.name === "identity" || node.operator?.name === "clone";
    const [only] = node.inputs;
    if (passesOn && only !== undefined && node.uses === undefined) folded.set(place, only.node);
    else if (node.kind === "value" && valueText(node.value, 13).length <= 12) {
      folded.set(place, "inline");
    }
  }
  return folded;
}

function callText(
  graph: TraceData,
  node: NodeData,
  isInline: (place: number) => boolean,
): string | undefined {
  if (node.operator === undefined) return undefined;
  if (node.operator.name === gapOperator.name) return "steps left out";
  const named = node.inputs.slice(0, maxArguments).map(({ name, node: place }) => {
    const value = isInline(place) ? valueText(graph.nodes[place]!.value, 12) : undefined; // inputs stand in the graph
    return value === undefined ? name : `${name} = ${value}`;
  });
  const more = node.inputs.length > maxArguments ? ["…"] : [];
  return `${node.operator.name}(${[...named, ...more].join(", ")})`;
}

const maxArguments = 6;
const lineLength = 34;
const codeLineLength = 48;
const maxLines = 7;

/** The printed value in lines that keep a box small; code and other text keeps its own line breaks. */
function valueLines(node: NodeData, limit: number): readonly string[] {
  const { value } = node;
  const plain = value.kind === "exact" && value.type === "string"
    ? String(decodeValue(value))
    : undefined;
  const isBlock = plain !== undefined &&
    (node.code !== undefined || node.kind === "exception" || plain.includes("\n"));
  if (!isBlock) return head(wrap(valueText(value, limit)));
  return head(cut(plain, limit * 4).split("\n").map((line) => cut(line.trimEnd(), codeLineLength)));
}

function feedbackLines(feedback: JudgedPlace["feedback"], limit: number): string[] {
  if (feedback === undefined) return [];
  const { score, text } = feedback;
  return [
    ...(score === undefined ? [] : [`score ${Number(score.toPrecision(4))}`]),
    ...(text === undefined ? [] : head(cut(text, limit * 2).split("\n").flatMap(wrap))),
  ];
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, Math.max(0, limit - 1))}…`;
}

/** Breaks a line where it gets too long, at a space if there is one. */
function wrap(line: string): string[] {
  const pieces: string[] = [];
  let rest = line.trimEnd();
  while (rest.length > lineLength) {
    const space = rest.lastIndexOf(" ", lineLength);
    const end = space > lineLength / 2 ? space : lineLength;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...pieces, rest];
}

function head(lines: readonly string[]): readonly string[] {
  return lines.length <= maxLines ? lines : [...lines.slice(0, maxLines - 1), "…"];
}

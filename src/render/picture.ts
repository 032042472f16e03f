/**
 * Makes the boxes, arrows and notes of a drawing; the drawing tool positions them.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import type { JudgedPlace } from "./feedback_text.ts";
import { largestView } from "./largest_view.ts";
import { lastPlaces, minimalSubgraph } from "./minimal_subgraph.ts";
import { gapOperator } from "./partial_graph.ts";
import { type Folding, foldingOf, placeDrawn } from "./picture_folding.ts";
import { callLabel, feedbackLabel, valueLabel } from "./picture_labels.ts";
import type { Arrow, Box, BoxRole, Note, Picture } from "./picture_parts.ts";
import { shortenArrows } from "./shorten_arrows.ts";

/** Options of all drawings. */
export interface PictureOptions {
  /** The nodes with feedback; a `FeedbackGraph` has them. @default the ends of the graph */
  readonly outputs?: readonly JudgedPlace[];
  /** Maximum characters of a printed value. @default 80 */
  readonly valueLimit?: number;
  /** Depth of inner graphs drawn in their step. @default 0 */
  readonly expand?: number;
  /**
   * `simple` writes values into the steps that take them, and skips steps that only pass on a value. @default
   * "full"
   */
  readonly style?: "full" | "simple";
  /** Direction of the arrows. @default "down" */
  readonly direction?: "down" | "up" | "right" | "left";
  /**
   * Maximum number of nodes, not counting outputs and parameters; of a larger graph the nearest to these are drawn.
   * @default 200
   */
  readonly maxNodes?: number;
}

/** Makes the parts of a drawing of a graph. */
export function makePicture(graph: TraceData, options: PictureOptions = {}): Picture {
  const { valueLimit = 80, maxNodes = 200, style = "full", expand = 0, direction = "down" } =
    options;
  const outputs = options.outputs ?? lastPlaces(graph).map((node): JudgedPlace => ({ node }));
  const shown = withinSize(graph, outputs, maxNodes);
  const isSimple = style === "simple";
  return draw(shown.graph, shown.outputs, { valueLimit, expand, isSimple, direction, prefix: "n" });
}

interface Plan {
  readonly valueLimit: number;
  readonly expand: number;
  readonly isSimple: boolean;
  readonly direction: Picture["direction"];
  /** Prefix of box ids. */
  readonly prefix: string;
}

/** The graph, or a view of it when it has too many nodes. */
function withinSize(graph: TraceData, outputs: readonly JudgedPlace[], maxNodes: number) {
  if (graph.nodes.length <= maxNodes) return { graph, outputs };
  const view = largestView(graph, {
    outputs: outputs.map(({ node }) => node),
    maxCost: maxNodes,
    cost: (view) => view.graph.nodes.length,
  });
  return {
    graph: view.graph,
    outputs: view.outputs.map((node, i) => ({ ...outputs[i], node })),
  };
}

function draw(graph: TraceData, judged: readonly JudgedPlace[], plan: Plan): Picture {
  const outputs = new Set(judged.map(({ node }) => node));
  const isInSubgraph = minimalSubgraph(graph, [...outputs]);
  const folding: Folding = plan.isSimple ? foldingOf(graph, outputs) : new Map();
  const drawn = [...graph.nodes.keys()].filter((place) => !folding.has(place));
  const boxes = drawn.map((place): Box => {
    const node = graph.nodes[place]!; // `drawn` contains places of the graph
    return {
      id: `${plan.prefix}${place}`,
      role: roleOf(node),
      name: node.name,
      call: callLabel(node, graph, (input) => folding.get(placeDrawn(folding, input)) === "inline"),
      lines: valueLabel(node, plan.valueLimit),
      documentation: node.operator?.documentation ?? node.description ?? "",
      isInSubgraph: isInSubgraph[place] ?? false,
      isOutput: outputs.has(place),
      isNameOnly: false,
      inner: innerPicture(node, place, plan),
    };
  });
  const arrows = drawn.flatMap((to) => arrowsTo(graph, to, { folding, isInSubgraph, plan }));
  const notes = judged.flatMap(({ node, feedback }, i): Note[] => {
    const lines = feedbackLabel(feedback, plan.valueLimit);
    const about = `${plan.prefix}${placeDrawn(folding, node)}`;
    return lines.length === 0 ? [] : [{ id: `${plan.prefix}feedback${i}`, about, lines }];
  });
  return { direction: plan.direction, ...shortenArrows(boxes, arrows), notes };
}

function innerPicture({ inner }: NodeData, place: number, plan: Plan): Picture | undefined {
  if (inner === undefined || plan.expand === 0) return undefined;
  const outputs = lastPlaces(inner).map((node) => ({ node }));
  const prefix = `${plan.prefix}${place}_`;
  return draw(inner, outputs, { ...plan, expand: plan.expand - 1, prefix });
}

/** One arrow for each source of a drawn node. */
function arrowsTo(
  { nodes }: TraceData,
  to: number,
  { folding, isInSubgraph, plan: { prefix } }: {
    readonly folding: Folding;
    readonly isInSubgraph: readonly boolean[];
    readonly plan: Plan;
  },
): Arrow[] {
  const { inputs = [], uses = [] } = nodes[to] ?? {};
  const sources = [
    ...inputs.map(({ node, name }) => ({ node, label: name, isHidden: false })),
    ...uses.map((node) => ({ node, label: "", isHidden: true })),
  ];
  return sources.flatMap(({ node, label, isHidden }) => {
    const from = placeDrawn(folding, node);
    const isArrowInSubgraph = (isInSubgraph[from] ?? false) && (isInSubgraph[to] ?? false);
    return folding.has(from) ? [] : [{
      from: `${prefix}${from}`,
      to: `${prefix}${to}`,
      label,
      isInSubgraph: isArrowInSubgraph,
      isHidden,
    }];
  });
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

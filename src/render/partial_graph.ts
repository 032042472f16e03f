/**
 * Views of a graph, which are graphs themselves: some steps are shown, others are summarized as `…`.
 *
 * @module
 */
import type { NodeData, OperatorData, TraceData } from "../trace/data/graph_data.ts";
import { sourcesOf } from "./minimal_subgraph.ts";
import { NearestShown } from "./nearest_shown.ts";

/** A part of a graph, itself a graph. */
export interface GraphView {
  /**
   * The kept nodes, and one node with operator `…` for each value without its steps or for the rest of many inputs.
   */
  readonly graph: TraceData;
  /** For each node of the view its place in the whole graph; -1 for the rest of many inputs. */
  readonly places: readonly number[];
  /** The places of the outputs in the view, in the given order. */
  readonly outputs: readonly number[];
  /** Number of nodes of the whole graph that are missing in the view, or only present as `…`. */
  readonly leftOut: number;
}

/** A graph with lookups shared by its views. */
export interface WholeGraph {
  readonly graph: TraceData;
  /** Places of the nodes with feedback. */
  readonly outputs: readonly number[];
  /** Places of the parameters. */
  readonly parameters: readonly number[];
  /** Places of the sources of each node. */
  readonly sources: readonly (readonly number[])[];
}

/** Prepares a graph for making views. */
export function wholeGraph(graph: TraceData, outputs: readonly number[]): WholeGraph {
  return {
    graph,
    outputs,
    parameters: [...graph.nodes.keys()].filter((place) => graph.nodes[place]?.kind === "parameter"),
    sources: graph.nodes.map(sourcesOf),
  };
}

/** The operator of nodes for omitted steps. */
export const gapOperator: OperatorData = Object.freeze({
  name: "…",
  documentation:
    "Stands for steps that are left out here; its arguments are the nearest steps shown.",
});

/** Maximum number of shown inputs of a step; one more input represents the rest. */
const maxShownInputs = 16;

/** A node shown with its operator. */
interface ShownNode {
  readonly inputs: NodeData["inputs"];
  readonly uses: readonly number[];
  /** Places of the summarized sources. */
  readonly rest: readonly number[];
}

/**
 * The part of a graph with `steps` and the values they take, and all parameters and outputs. Outputs that are not
 * in `steps` are shown without inputs. A step that only feeds a shown step becomes a gap: its value is shown, its
 * operator and inputs are not.
 */
export function partialGraph(whole: WholeGraph, steps: Iterable<number>): GraphView {
  const { graph, outputs } = whole;
  const shown = shownNodes(whole, steps);
  const gaps = gapsBefore(shown);
  // A gap is shown by its value, so that a later gap may name it.
  const nearest = new NearestShown(whole.sources, (place) => shown.has(place) || gaps.has(place));
  const freeName = freeNames(graph);
  const view = new ViewNodes();
  for (const place of [...shown.keys(), ...gaps].sort((a, b) => a - b)) {
    const node = graph.nodes[place]!; // all places are places of the graph
    const made = shown.get(place);
    if (made === undefined) {
      view.add(view.gap(node.name, node.value, nearest.behind(place)), place);
      continue;
    }
    const inputs = made.inputs.map((input) => ({ ...input, node: view.placeOf(input.node) }));
    if (made.rest.length > 0) {
      const name = freeName(`${node.name}_rest`);
      const rest = view.gap(name, restValue(made.rest), nearest.among(made.rest));
      inputs.push({ name: "…", node: view.add(rest, -1) });
    }
    const uses = node.uses === undefined ? {} : { uses: made.uses.map(view.placeOf) };
    view.add({ ...node, inputs, ...uses }, place);
  }
  return {
    graph: { version: 1, nodes: view.nodes },
    places: view.places,
    outputs: outputs.map(view.placeOf),
    leftOut: graph.nodes.length - shown.size,
  };
}

/** The nodes of a view, added in the order of the whole graph. */
class ViewNodes {
  readonly nodes: NodeData[] = [];
  /** For each node its place in the whole graph. */
  readonly places: number[] = [];
  readonly #placesInView = new Map<number, number>();

  /** Adds a node and returns its place in the view. */
  add(node: NodeData, place: number): number {
    this.#placesInView.set(place, this.nodes.length);
    this.places.push(place);
    return this.nodes.push(node) - 1;
  }

  /** The place in the view of an added node. */
  readonly placeOf = (place: number): number => this.#placesInView.get(place)!; // sources are added first

  /** A node for omitted steps behind a value. */
  gap(name: string, value: NodeData["value"], behind: readonly number[]): NodeData {
    const inputs = behind.map((source) => ({ name: "", node: this.placeOf(source) }));
    return { kind: "message", name, value, operator: gapOperator, inputs };
  }
}

/** Parameters and outputs, the steps, and the values they take, by place. */
function shownNodes(
  { graph: { nodes }, outputs, parameters }: WholeGraph,
  steps: Iterable<number>,
): Map<number, ShownNode> {
  const shown = new Map<number, ShownNode>();
  const show = (place: number, maxInputs: number) =>
    shown.set(place, shorten(nodes[place]!, maxInputs)); // all places are places of the graph
  for (const place of [...parameters, ...outputs]) show(place, 0);
  for (const place of steps) show(place, maxShownInputs);
  for (const node of [...shown.values()]) {
    for (const source of shownSources(node)) {
      const isMade = nodes[source]?.operator !== undefined;
      if (!isMade && !shown.has(source)) show(source, 0);
    }
  }
  return shown;
}

/** Places of sources of shown nodes that are not shown. */
function gapsBefore(shown: ReadonlyMap<number, ShownNode>): Set<number> {
  const sources = [...shown.values()].flatMap(shownSources);
  return new Set(sources.filter((source) => !shown.has(source)));
}

function shownSources({ inputs, uses }: ShownNode): number[] {
  return [...inputs.map(({ node }) => node), ...uses];
}

/** All sources of a node if there are few, otherwise the first `maxInputs`. */
function shorten({ inputs, uses = [] }: NodeData, maxInputs: number): ShownNode {
  const shownInputs = inputs.slice(0, maxInputs);
  const shownUses = uses.slice(0, maxInputs - shownInputs.length);
  const rest = [
    ...inputs.slice(shownInputs.length).map(({ node }) => node),
    ...uses.slice(shownUses.length),
  ];
  return { inputs: shownInputs, uses: shownUses, rest };
}

function restValue(rest: readonly number[]): NodeData["value"] {
  return { kind: "preview", type: "values", text: `${rest.length} values` };
}

/** Returns the given name, or a similar one, that is unused in the graph and was not returned before. */
function freeNames({ nodes }: TraceData): (name: string) => string {
  let taken: Set<string> | undefined;
  return (name) => {
    taken ??= new Set(nodes.map(({ name }) => name));
    let free = name;
    while (taken.has(free)) free += "_";
    taken.add(free);
    return free;
  };
}

/**
 * Parts of a graph that are graphs themselves: some steps are shown, the others are summed up as `…`.
 *
 * @module
 */
import type { NodeData, OperatorData, TraceData } from "../trace/data/graph_data.ts";
import { sourcesOf } from "./minimal_subgraph.ts";
import { NearestShown } from "./nearest_shown.ts";

/** A part of a graph that is a graph itself. */
export interface GraphView {
  /**
   * The nodes that were kept, and one with operator `…` for each value whose making was left out, or for
   * the rest of many inputs.
   */
  readonly graph: TraceData;
  /** The place in the whole graph of each node of the view; -1 for the rest of many inputs. */
  readonly places: readonly number[];
  /** The places of the outputs in the view, in the order in which they were given. */
  readonly outputs: readonly number[];
  /** How many nodes of the whole graph are not in the view, or only as a `…`. */
  readonly leftOut: number;
}

/** A graph, and lookups that its parts share. */
export interface WholeGraph {
  readonly graph: TraceData;
  /** Places of the judged nodes. */
  readonly outputs: readonly number[];
  /** Places of the parameters. */
  readonly parameters: readonly number[];
  /** Places of the sources of each node. */
  readonly sources: readonly (readonly number[])[];
}

/** A graph as its parts need it. */
export function wholeGraph(graph: TraceData, outputs: readonly number[]): WholeGraph {
  return {
    graph,
    outputs,
    parameters: [...graph.nodes.keys()].filter((place) => graph.nodes[place]?.kind === "parameter"),
    sources: graph.nodes.map(sourcesOf),
  };
}

/** The operator that stands for steps that were left out. */
export const gapOperator: OperatorData = Object.freeze({
  name: "…",
  documentation:
    "Stands for steps that are left out here; its arguments are the nearest steps shown.",
});

/** A step shows this many of its inputs; one more stands for the rest. */
const maxShownInputs = 16;

/** A node that is shown with how it was made. */
interface ShownNode {
  readonly inputs: NodeData["inputs"];
  readonly uses: readonly number[];
  /** Places of the sources that are summed up. */
  readonly rest: readonly number[];
}

/**
 * The part that shows `steps`, each with the values it takes, and all parameters and outputs. An output that is not one
 * of the steps is shown without its inputs. A step that only feeds a shown one is a gap: its value is there, its making
 * is not.
 */
export function partialGraph(whole: WholeGraph, steps: Iterable<number>): GraphView {
  const { graph, outputs } = whole;
  const shown = shownNodes(whole, steps);
  const nearest = new NearestShown(whole.sources, (place) => shown.has(place));
  const freeName = freeNames(graph);
  const view = new ViewNodes();
  for (const place of [...shown.keys(), ...gapsBefore(shown)].sort((a, b) => a - b)) {
    const node = graph.nodes[place]!; // all places come from the graph
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
  /** The place in the whole graph of each node. */
  readonly places: number[] = [];
  readonly #placesInView = new Map<number, number>();

  /** Adds a node and returns its place in the view. */
  add(node: NodeData, place: number): number {
    this.#placesInView.set(place, this.nodes.length);
    this.places.push(place);
    return this.nodes.push(node) - 1;
  }

  /** The place in the view of a node that was added. */
  readonly placeOf = (place: number): number => this.#placesInView.get(place)!; // sources are added first

  /** A node that stands for steps behind a value. */
  gap(name: string, value: NodeData["value"], behind: readonly number[]): NodeData {
    const inputs = behind.map((source) => ({ name: "", node: this.placeOf(source) }));
    return { kind: "message", name, value, operator: gapOperator, inputs };
  }
}

/** Parameters and outputs, the steps, and the values that these take; each node at its place. */
function shownNodes(
  { graph: { nodes }, outputs, parameters }: WholeGraph,
  steps: Iterable<number>,
): Map<number, ShownNode> {
  const shown = new Map<number, ShownNode>();
  const show = (place: number, maxInputs: number) =>
    shown.set(place, shorten(nodes[place]!, maxInputs)); // all places come from the graph
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

/** Places of sources of shown nodes that are not shown themselves. */
function gapsBefore(shown: ReadonlyMap<number, ShownNode>): Set<number> {
  const sources = [...shown.values()].flatMap(shownSources);
  return new Set(sources.filter((source) => !shown.has(source)));
}

function shownSources({ inputs, uses }: ShownNode): number[] {
  return [...inputs.map(({ node }) => node), ...uses];
}

/** All sources of a node if they are few, else the first `maxInputs`. */
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

/** Makes a name, or one like it, that no node of a graph has and that was not made before. */
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

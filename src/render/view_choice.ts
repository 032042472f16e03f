/**
 * Chooses nodes for a view one by one, and knows what the text of the chosen ones costs at most.
 *
 * @module
 */
import type { NodeData, OperatorData, TraceData } from "../trace/data/graph_data.ts";
import { sourcesOf } from "./graph_roles.ts";
import { codeLine, valueLine } from "./render_text.ts";
import { valueText } from "../trace/data/value_data.ts";

/** Options of `viewGraph`. */
export interface ViewOptions {
  /** What the text of the view may cost, in the unit of `cost`. */
  readonly budget: number;
  /** What a text costs. @default a quarter of its length, roughly its tokens */
  readonly cost?: (text: string) => number;
  /** Places of the nodes that are judged. @default those that no other node was made from */
  readonly outputs?: readonly number[];
  /** Characters of one value, parameters excepted. @default 200 */
  readonly valueLimit?: number;
}

/** A part of a graph that is a graph itself. */
export interface GraphView {
  /**
   * The nodes that were kept, and one with operator `…` for each value whose making was left out, or for
   * the rest of many inputs.
   */
  readonly graph: TraceData;
  /** The place in the whole graph of each node of the view; -1 where it stands for the rest of many inputs. */
  readonly places: readonly number[];
  /** The places of the outputs in the view, in the order in which they were given. */
  readonly outputs: readonly number[];
  /** How many nodes of the whole graph are not in the view, or only as a `…`. */
  readonly leftOut: number;
}

/** The operator that stands for steps that were left out. */
export const gapOperator: OperatorData = Object.freeze({
  name: "…",
  documentation:
    "Stands for steps that are left out here; its arguments are the nearest steps shown.",
});

/** A gap names this many of the steps it was made from. */
const maxGapInputs = 4;

/** A step shows this many of its inputs; one more stands for the rest. */
const maxShownInputs = 16;

/** A node as it will be shown. */
interface Chosen {
  /** Which of its inputs are shown; the rest is summed up. */
  readonly inputs: NodeData["inputs"];
  readonly uses: readonly number[];
  /** Places of the sources that are summed up. */
  readonly rest: readonly number[];
}

/**
 * The nodes chosen so far. A source of a chosen step that is not chosen itself is a gap: its value is
 * shown, its making is not.
 */
export class ViewChoice {
  readonly #graph: TraceData;
  readonly #chosen = new Map<number, Chosen>();
  readonly #gaps = new Set<number>();
  readonly #documented = new Set<string>();
  readonly #costOf: (text: string) => number;
  readonly #budget: number;
  readonly #valueLimit: number;
  readonly #longestName: string;
  #spent: number;

  constructor(
    graph: TraceData,
    { budget, cost = (text) => text.length / 4, valueLimit = 200 }: ViewOptions,
  ) {
    this.#graph = graph;
    this.#budget = budget;
    this.#costOf = cost;
    this.#valueLimit = valueLimit;
    this.#spent = this.#documentationCost(gapOperator);
    this.#longestName = graph.nodes.reduce(
      (longest, { name }) => name.length > longest.length ? name : longest,
      "",
    );
  }

  /** Chooses nodes whatever they cost, though with less of their inputs when these do not fit. */
  keepAll(places: readonly number[]): void {
    const least = places.map((place) => this.#price(place, choose(this.#nodeAt(place), 0), []));
    let reserved = least.reduce((sum, price) => sum + price, 0);
    for (const [i, place] of places.entries()) {
      reserved -= least[i] ?? 0;
      if (!this.#choose(place, maxShownInputs, this.#budget - reserved)) {
        this.#choose(place, 0, Infinity);
      }
    }
  }

  /**
   * Chooses a node unless it is too dear, which it then says. A value that no chosen step takes says nothing,
   * so it waits to be taken.
   */
  tryToKeep(place: number): boolean {
    const isValue = this.#nodeAt(place).operator === undefined;
    return isValue || this.#choose(place, maxShownInputs, this.#budget);
  }

  /** The chosen nodes and gaps as a graph. */
  view(outputs: readonly number[]): GraphView {
    const nearest = this.#nearestChosen();
    const nodes: NodeData[] = [];
    const places: number[] = [];
    const placeInView = new Map<number, number>();
    const moved = (place: number) => placeInView.get(place)!; // sources stand earlier, and are in the view
    const add = (node: NodeData, place: number): number => {
      places.push(place);
      return nodes.push(node) - 1;
    };
    const gap = (name: string, value: NodeData["value"], behind: readonly number[]): NodeData => ({
      kind: "message",
      name,
      value,
      operator: gapOperator,
      inputs: behind.map((source) => ({ name: "", node: moved(source) })),
    });
    const names = new Set(this.#graph.nodes.map(({ name }) => name));
    for (const [place, whole] of this.#graph.nodes.entries()) {
      const chosen = this.#chosen.get(place);
      if (chosen === undefined && !this.#gaps.has(place)) continue;
      const node = this.#shorten(whole);
      if (chosen === undefined) {
        placeInView.set(place, add(gap(node.name, node.value, nearest.behind(place)), place));
        continue;
      }
      const inputs = chosen.inputs.map((input) => ({ name: input.name, node: moved(input.node) }));
      if (chosen.rest.length > 0) {
        const rest = gap(
          freeName(restName(node), names),
          restValue(chosen),
          nearest.among(chosen.rest),
        );
        inputs.push({ name: "…", node: add(rest, -1) });
      }
      const uses = whole.uses === undefined ? {} : { uses: chosen.uses.map(moved) };
      placeInView.set(place, add({ ...node, inputs, ...uses }, place));
    }
    return {
      graph: { version: 1, nodes },
      places,
      outputs: outputs.map(moved),
      leftOut: this.#graph.nodes.length - this.#chosen.size,
    };
  }

  #nodeAt(place: number): NodeData {
    return this.#graph.nodes[place]!; // all places come from the graph itself
  }

  #choose(place: number, maxInputs: number, budget: number): boolean {
    if (this.#chosen.has(place)) return true;
    const node = this.#nodeAt(place);
    const chosen = choose(node, maxInputs);
    const shown = new Set([...chosen.inputs.map((input) => input.node), ...chosen.uses]);
    const fresh = [...shown].filter((source) =>
      !this.#chosen.has(source) && !this.#gaps.has(source)
    );
    const price = this.#price(place, chosen, fresh);
    if (this.#spent + price > budget) return false;
    this.#spent += price;
    this.#chosen.set(place, chosen);
    this.#gaps.delete(place);
    if (node.operator !== undefined) this.#documented.add(node.operator.name);
    for (const source of fresh) {
      const from = this.#nodeAt(source);
      if (from.operator === undefined) this.#chosen.set(source, choose(from, 0));
      else this.#gaps.add(source);
    }
    return true;
  }

  /** The text of a node, of the values it takes, and of a gap for each step before it that is not shown. */
  #price(place: number, chosen: Chosen, fresh: readonly number[]): number {
    const node = this.#nodeAt(place);
    let price = this.#textCost(node, chosen) - (this.#gaps.has(place) ? this.#gapCost(node) : 0);
    if (node.operator !== undefined && !this.#documented.has(node.operator.name)) {
      price += this.#documentationCost(node.operator);
    }
    if (chosen.rest.length > 0) {
      price += this.#gapCost({ ...node, name: restName(node), value: restValue(chosen) });
    }
    for (const source of fresh) {
      const from = this.#nodeAt(source);
      price += from.operator === undefined ? this.#textCost(from) : this.#gapCost(from);
    }
    return price;
  }

  #documentationCost({ name, documentation }: OperatorData): number {
    return this.#costOf(`[${name}] ${documentation}\n`);
  }

  #textCost(node: NodeData, { inputs, uses, rest }: Chosen = choose(node, 0)): number {
    const more = rest.length === 0 ? "" : `, …=${restName(node)}`;
    const code = codeLine(this.#graph, { ...node, inputs, ...(uses.length === 0 ? {} : { uses }) });
    return this.#costOf(
      `${valueLine(node, this.#valueLimit)}\n${code === undefined ? "" : `${code}${more}\n`}`,
    );
  }

  /** At most: which steps a gap names is not known before the end. */
  #gapCost(node: NodeData): number {
    const names = new Array(maxGapInputs).fill(this.#longestName).join(", ");
    return this.#costOf(`${valueLine(node, this.#valueLimit)}\n${node.name} = …(${names})\n`);
  }

  /** The nearest chosen nodes that others were made from; some of them when there are many. */
  #nearestChosen() {
    const found: (readonly number[])[] = [];
    const among = (sources: readonly number[]): number[] => {
      const nearest = new Set<number>();
      for (const source of sources) {
        const candidates = this.#chosen.has(source) ? [source] : found[source] ?? [];
        for (const candidate of candidates) if (nearest.size < maxGapInputs) nearest.add(candidate);
      }
      return [...nearest];
    };
    for (const node of this.#graph.nodes) found.push(among(sourcesOf(node)));
    return { among, behind: (place: number): readonly number[] => found[place] ?? [] };
  }

  #shorten(node: NodeData): NodeData {
    if (node.kind === "parameter" || node.value.kind !== "exact") return node;
    if (valueText(node.value, this.#valueLimit + 1).length <= this.#valueLimit) return node;
    const text = valueText(node.value, this.#valueLimit);
    return { ...node, value: { kind: "preview", type: node.value.type, text } };
  }
}

/** All sources of a node if they are few, else the first `maxInputs`. */
function choose(node: NodeData, maxInputs: number): Chosen {
  const { inputs, uses = [] } = node;
  const isShort = maxInputs > 0 && inputs.length + uses.length <= maxInputs;
  const shownInputs = isShort ? inputs : inputs.slice(0, maxInputs);
  const shownUses = isShort ? uses : uses.slice(0, maxInputs - shownInputs.length);
  const rest = [
    ...inputs.slice(shownInputs.length).map((input) => input.node),
    ...uses.slice(shownUses.length),
  ];
  return { inputs: shownInputs, uses: shownUses, rest };
}

function restName(node: NodeData): string {
  return `${node.name}_rest`;
}

function restValue({ rest }: Chosen): NodeData["value"] {
  return { kind: "preview", type: "values", text: `${rest.length} values` };
}

/** The name, or one like it that no node has. */
function freeName(name: string, taken: Set<string>): string {
  const free = taken.has(name) ? freeName(`${name}_`, taken) : name;
  taken.add(free);
  return free;
}

/**
 * Chooses the steps whose inside is shown.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { insideText } from "./inside_text.ts";
import type { PieceWriter } from "./pieces.ts";

/** Limits of the section, besides its cost. */
export interface InsideOptions {
  /** Depth of nested calls. @default 1 */
  readonly depth?: number;
  /** Maximum steps of each function, not counting failed ones. @default Infinity */
  readonly maxStepsEach?: number;
  /** Places of the steps to choose from, in order of worth. @default all, last first */
  readonly order?: readonly number[];
}

/** The inside of a step. */
export interface Inside {
  readonly place: number;
  readonly text: string;
}

/** Steps with the same inside, represented by the last. */
interface Group {
  readonly place: number;
  readonly step: NodeData;
  readonly others: number;
  readonly text: string;
}

/**
 * The insides of steps in order of worth: first the failed steps, then the first in `order` of each function, then the next
 * ones. Steps with the same inside are shown once.
 */
export function rankedInsides(
  { nodes }: TraceData,
  { depth = 1, maxStepsEach = Infinity, order }: InsideOptions = {},
): readonly Inside[] {
  const timesSeen = new Map<string, number>();
  const places = order ?? [...nodes.keys()].toReversed();
  return groupsOf(nodes, places, depth).map((group) => {
    if (group.step.failure !== undefined) return { group, rank: 0 };
    const name = group.step.operator?.name ?? "";
    const times = (timesSeen.get(name) ?? 0) + 1;
    timesSeen.set(name, times);
    return { group, rank: times };
  }).filter(({ rank }) => rank <= maxStepsEach).sort((one, other) => one.rank - other.rank)
    .map(({ group }) => ({ place: group.place, text: groupText(group) }));
}

/**
 * The texts of insides within a cost limit, in graph order.
 *
 * @param maxCost maximum cost of the section, including its title @default Infinity
 */
export function fittingInsides(
  ranked: readonly Inside[],
  writer: PieceWriter,
  maxCost: number = Infinity,
): string[] {
  let left = maxCost - writer.title("Inside").cost;
  const shown = ranked.filter(({ text }) => {
    const { cost } = writer.piece(text);
    if (cost > left) return false;
    left -= cost;
    return true;
  });
  return shown.sort((one, other) => one.place - other.place).map(({ text }) => text);
}

/** The groups of the given steps in their order; steps elsewhere are counted. */
function groupsOf(
  nodes: TraceData["nodes"],
  places: readonly number[],
  depth: number,
): Group[] {
  const groups = new Map<string, Group>();
  const chosen = new Set(places);
  const others = nodes.keys().filter((place) => !chosen.has(place));
  for (const place of [...places, ...others]) {
    const step = nodes[place]!; // a place of the graph
    const text = insideText(step, nodes, depth);
    if (text === "") continue;
    const key = `${step.operator?.name} ${text}`;
    const known = groups.get(key);
    if (known === undefined && !chosen.has(place)) continue;
    groups.set(
      key,
      known ? { ...known, others: known.others + 1 } : { place, step, others: 0, text },
    );
  }
  return [...groups.values()];
}

function groupText({ step, others, text }: Group): string {
  const same = others === 0
    ? ""
    : ` (the same in ${others} other ${others === 1 ? "step" : "steps"})`;
  return `Inside ${step.name}${same}:\n${text.replaceAll(/^/gm, "  ")}`;
}

/**
 * Chooses how the values of a folded graph are written: alone, or in a series with those of other turns.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import type { FoldedRun, Loop } from "./fold_steps.ts";
import { sourcesOf } from "./minimal_subgraph.ts";
import { changeOf, seriesText } from "./series_text.ts";
import { dataText } from "./value_text.ts";

/** A value that is written alone, or a line for several. */
export type ValueItem =
  | {
    readonly kind: "value";
    readonly place: number;
    readonly limit: number;
    readonly change?: string;
  }
  | { readonly kind: "series"; readonly place: number; readonly text: string };

/** The written values, and those that are only written where another has the same. */
export interface FoldedValues {
  readonly items: readonly ValueItem[];
  readonly hidden: readonly number[];
}

/**
 * The values to write of a folded graph.
 *
 * @param runs its runs
 * @param options the places to write a value for, and the maximum characters of one value; also of one in a run whose steps
 * are those of another
 */
export function foldedValues(
  graph: TraceData,
  runs: readonly FoldedRun[],
  { places, limit, repeatLimit }: {
    readonly places: readonly number[];
    readonly limit: number;
    readonly repeatLimit: number;
  },
): FoldedValues {
  const { nodes } = graph;
  const isListed = new Set(places);
  const repeats = new Set(runs.flatMap(({ steps, like }) => like === undefined ? [] : steps));
  const series = new Map<number, string>();
  const inSeries = new Set<number>();
  const hidden = new Set<number>();
  for (
    const loop of runs.flatMap(({ blocks }) => blocks).filter((block) => block.kind === "loop")
  ) {
    for (const [turn, steps] of loop.turns.entries()) {
      if (!loop.shown.has(turn)) steps.forEach((place) => hidden.add(place));
    }
    for (const members of [...argumentsOf(graph, loop), ...resultsOf(loop)]) {
      const free = members.filter((place) => isListed.has(place) && !inSeries.has(place));
      const isRepeat = repeats.has(loop.turns[0]?.[0] ?? -1);
      const found = seriesOf(nodes, free, isRepeat ? Math.max(repeatLimit, leastSeries) : limit);
      if (found === null) continue;
      series.set(found.places[0]!, found.text); // not empty
      found.places.forEach((place) => inSeries.add(place));
    }
  }
  const isShown = (place: number) => inSeries.has(place) || !hidden.has(place);
  const items = places.flatMap((place): ValueItem[] => {
    const text = series.get(place);
    if (text !== undefined) return [{ kind: "series", place, text }];
    if (inSeries.has(place) || hidden.has(place)) return [];
    const own = repeats.has(place) ? repeatLimit : limit;
    const change = changeOfSource(nodes, place, isShown);
    return [{ kind: "value", place, limit: own, ...(change === undefined ? {} : { change }) }];
  });
  return { items, hidden: places.filter((place) => hidden.has(place) && !inSeries.has(place)) };
}

/** A series in a repeated run is not cut below this: a game's moves shall be seen. */
const leastSeries = 500;

/** The results of the same step in each turn. */
function resultsOf({ turns }: Loop): number[][] {
  return (turns[0] ?? []).map((_, at) => turns.map((steps) => steps[at]!)); // turns have equal lengths
}

/** The values that the same step takes in each turn, where they differ. */
export function argumentsOf({ nodes }: TraceData, loop: Loop): number[][] {
  return resultsOf(loop).flatMap((places) => {
    const sources = places.map((place) => sourcesOf(nodes[place]!)); // places of the graph
    return (sources[0] ?? []).flatMap((_, at) => {
      const taken = [...new Set(sources.map((of) => of[at]!))] // the same call, hence as many
        .filter((place) => nodes[place]?.kind === "value");
      const texts = new Set(taken.map((place) => dataText(nodes[place]!.value, textsCompared)));
      return texts.size < 2 ? [] : [taken];
    });
  });
}

/** Characters by which values are told apart. */
const textsCompared = 2_000;

/** The series of some places, from the second on where the first is long; null where their names are in another order. */
function seriesOf(
  nodes: TraceData["nodes"],
  places: readonly number[],
  limit: number,
): { readonly places: readonly number[]; readonly text: string } | null {
  const isInOrder = places.every((place, at) => at === 0 || place > places[at - 1]!); // there is one before
  if (places.length < 3 || !isInOrder) return null;
  const [first, ...rest] = places.map((place) => nodes[place]!); // places of the graph
  const base = sourcesOf(first!).map((place) => nodes[place]).find((source) =>
    // not empty
    source !== undefined && source.code === undefined &&
    changeOf(source.value, first!.value, maxFirstChange) !== null
  );
  const whole = seriesText([first!, ...rest], { base, limit });
  if (whole !== null) return { places, text: whole };
  const others = seriesText(rest, { base: first, limit });
  return others === null ? null : { places: places.slice(1), text: others };
}

const maxFirstChange = 60;

/** Values with shorter text are not written as changes. */
const leastChanged = 40;

/** `board0 with [0][1] = "X"`, where that is at most half of the value's own text. */
function changeOfSource(
  nodes: TraceData["nodes"],
  place: number,
  isShown: (place: number) => boolean,
): string | undefined {
  const node = nodes[place]!; // a place of the graph
  const length = dataText(node.value, textsCompared).length;
  if (length <= leastChanged) return undefined;
  for (const source of sourcesOf(node)) {
    const { name, value, code }: NodeData = nodes[source]!; // as above
    if (code !== undefined || !isShown(source)) continue;
    const change = changeOf(value, node.value, length / 2);
    if (change !== null && change !== "") return `${name} ${change}`;
  }
  return undefined;
}

/**
 * Chooses how the values of a folded graph are written: alone, or in a series with those of other turns.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { textOperator } from "../trace/operators/text.ts";
import { derivedValue } from "./derived_value.ts";
import type { FoldedRun, Loop } from "./fold_steps.ts";
import { sourcesOf } from "./minimal_subgraph.ts";
import { changeOf, type Series, seriesOf } from "./series_text.ts";
import { dataText } from "./value_text.ts";

/** A value that is written alone, or a line for several. */
export type ValueItem =
  & {
    readonly place: number;
    /** Whether it is in a run whose steps are those of another. */
    readonly isRepeat: boolean;
  }
  & (
    | { readonly kind: "value"; readonly change?: string }
    | { readonly kind: "series"; readonly series: Series }
  );

/** The written values, and those that are only written where another has the same. */
export interface FoldedValues {
  readonly items: readonly ValueItem[];
  readonly hidden: readonly number[];
}

/** A loop with the values that differ between its turns. */
export interface VaryingLoop {
  readonly loop: Loop;
  /** Whether its run has the steps of another. */
  readonly isRepeat: boolean;
  /** The values that the same step takes in each turn, where they differ. */
  readonly taken: readonly (readonly number[])[];
}

/** The loops of a folded graph. */
export function varyingLoops(graph: TraceData, runs: readonly FoldedRun[]): readonly VaryingLoop[] {
  return runs.flatMap(({ blocks, like }) =>
    blocks.flatMap((block) =>
      block.kind === "loop"
        ? [{ loop: block, isRepeat: like !== undefined, taken: argumentsOf(graph, block) }]
        : []
    )
  );
}

/**
 * The values to write of a folded graph.
 *
 * @param runs its runs
 * @param options the loops of these runs, and the places to write a value for
 */
export function foldedValues(
  { nodes }: TraceData,
  runs: readonly FoldedRun[],
  { loops, places }: {
    readonly loops: readonly VaryingLoop[];
    readonly places: readonly number[];
  },
): FoldedValues {
  const isListed = new Set(places);
  const twins = twinsIn(runs);
  const series = new Map<number, ValueItem>();
  const inSeries = new Set<number>();
  const hidden = new Set<number>();
  for (const { loop, isRepeat, taken } of loops) {
    for (const [turn, steps] of loop.turns.entries()) {
      if (!loop.shown.has(turn)) steps.forEach((place) => hidden.add(place));
    }
    for (const members of [...taken, ...resultsOf(loop)]) {
      const free = members.filter((place) => isListed.has(place) && !inSeries.has(place));
      const found = longestSeries(nodes, free);
      if (found === null) continue;
      const place = found.places[0]!; // not empty
      series.set(place, { kind: "series", place, isRepeat, series: found.series });
      found.places.forEach((place) => inSeries.add(place));
    }
  }
  for (const place of twins.keys()) if (isFilledTemplate(nodes[place]!)) hidden.add(place); // a place of the graph
  const isShown = (place: number) => inSeries.has(place) || !hidden.has(place);
  const items = places.flatMap((place): ValueItem[] => {
    const item = series.get(place);
    if (item !== undefined) return [item];
    if (inSeries.has(place) || hidden.has(place)) return [];
    const twin = twins.get(place);
    const change = derivedValue(nodes, place, { isShown, twin });
    const isRepeat = twin !== undefined;
    return [{ kind: "value", place, isRepeat, ...(change === undefined ? {} : { change }) }];
  });
  return { items, hidden: places.filter((place) => hidden.has(place) && !inSeries.has(place)) };
}

/** For each step of a repeated run the same step of the run that it repeats. */
function twinsIn(runs: readonly FoldedRun[]): ReadonlyMap<number, number> {
  return new Map(
    runs.flatMap(({ steps, like }) =>
      like === undefined ? [] : steps.map((place, at) => [place, like[at]!] as const) // as many
    ),
  );
}

/** Whether a value is a template of the library with its arguments: who sees one of them knows the others. */
function isFilledTemplate({ kind, operator }: NodeData): boolean {
  return kind === "message" && operator?.name === textOperator.name &&
    operator.documentation === textOperator.documentation;
}

/** The results of the same step in each turn. */
function resultsOf({ turns }: Loop): number[][] {
  return (turns[0] ?? []).map((_, at) => turns.map((steps) => steps[at]!)); // turns have equal lengths
}

/** The values that the same step takes in each turn, where they differ. */
function argumentsOf({ nodes }: TraceData, loop: Loop): number[][] {
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
function longestSeries(
  nodes: TraceData["nodes"],
  places: readonly number[],
): { readonly places: readonly number[]; readonly series: Series } | null {
  const isInOrder = places.every((place, at) => at === 0 || place > places[at - 1]!); // there is one before
  if (places.length < 3 || !isInOrder) return null;
  const [first, ...rest] = places.map((place) => nodes[place]!); // places of the graph
  const base = sourcesOf(first!).map((place) => nodes[place]).find((source) =>
    // not empty
    source !== undefined && source.code === undefined &&
    changeOf(source.value, first!.value, maxFirstChange) !== null
  );
  const whole = seriesOf([first!, ...rest], base);
  if (whole !== null) return { places, series: whole };
  const others = seriesOf(rest, first);
  return others === null ? null : { places: places.slice(1), series: others };
}

const maxFirstChange = 60;

/**
 * Writes the values of nodes as declarations.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { baseOf } from "../trace/data/node_names.ts";
import type { FoldedValues } from "./folded_values.ts";
import { nameRanges } from "./name_ranges.ts";
import { simpleText } from "../trace/failure/failure_of.ts";
import { indented } from "./pieces.ts";
import { seriesText } from "./series_text.ts";
import { dataText } from "./value_text.ts";

/** Equal values longer than this are shown once. */
const twinLength = 40;

/** Minimum characters of an output, even when other values are cut shorter. */
const minOutputLimit = 500;

/** Maximum lengths of values. */
export interface ValueLimits {
  /** Maximum characters of one value. */
  readonly limit: number;
  /** Maximum characters of one value in a run whose steps are those of another. @default limit */
  readonly repeatLimit?: number;
}

/** A series in a repeated run is not cut below this: a game's moves shall be seen. */
const leastSeries = 500;

/**
 * A line for each item; a long value shared by several nodes is shown once, with all their names, and a description shared by
 * nodes of one base name stands at the first.
 *
 * @returns writes the lines within limits
 */
export function valueLines(
  { nodes }: TraceData,
  { items, hidden }: FoldedValues,
): (limits: ValueLimits) => string[] {
  const keyOf = (place: number) => {
    const { name, value, description = "" } = nodes[place]!; // a place of the graph
    const text = value.kind === "exact" ? dataText(value) : "";
    return text.length > twinLength ? `${text} ${description}` : name;
  };
  const names = new Map<string, string[]>();
  for (const item of items) {
    if (item.kind === "value") names.set(keyOf(item.place), []);
  }
  const written = [
    ...items.flatMap((item) => item.kind === "value" ? [item.place] : []),
    ...hidden,
  ];
  for (const place of written) names.get(keyOf(place))?.push(nodes[place]!.name); // as above
  const described = new Set<string>();
  type Line = (limits: Required<ValueLimits>) => string;
  const lines = items.flatMap((item): Line[] => {
    const { isRepeat } = item;
    if (item.kind === "series") {
      return [
        ({ limit, repeatLimit }) =>
          seriesText(item.series, isRepeat ? Math.max(repeatLimit, leastSeries) : limit),
      ];
    }
    const node = nodes[item.place]!; // as above
    const [first, ...twins] = names.get(keyOf(item.place)) ?? [];
    if (first !== node.name) return [];
    const { description, ...bare } = node;
    const key = `${baseOf(node.name)} ${description}`;
    const isSaid = described.has(key);
    described.add(key);
    const said = isSaid ? bare : node;
    const { change } = item;
    return [
      ({ limit, repeatLimit }) =>
        valueLine(said, { limit: isRepeat ? repeatLimit : limit, change }, twins),
    ];
  });
  const head = items.some(({ kind }) => kind === "series") ? [seriesNote] : [];
  return ({ limit, repeatLimit = limit }) => [
    ...head,
    ...lines.map((line) => line({ limit, repeatLimit })),
  ];
}

const seriesNote =
  '// "f1 to f3: 5; 7; 9" lists values in order; "f1 to f3: x with [0] = 1; [2] = 5; …" what each changes in the one before.';

/** The outputs; a failed one with the source around the failing line, which is shown once. */
export function outputTexts(nodes: readonly NodeData[], limit: number): string[] {
  const failed = new Map<string, { readonly name: string; readonly state: string }>();
  return nodes.map((node) => {
    const { name, failure } = node;
    if (failure === undefined) return valueLine(node, { limit: Math.max(limit, minOutputLimit) });
    const error = indented(`${failure.name}: ${failure.message}`);
    const { full } = failure;
    if (!full.includes("\n")) return `${name} failed: ${error}`;
    const listing = sourceIn(full.replace(simpleText(failure), () => ""));
    const state = full.slice(sourceIn(full).length).trim();
    const first = listing === "" ? undefined : failed.get(listing);
    if (first !== undefined) {
      const rest = state === first.state ? "" : `\n  ${indented(state)}`;
      return `${name} failed where ${first.name} did: ${error}${rest}`;
    }
    failed.set(listing, { name, state });
    const isSaid = full.includes(failure.message);
    return `${name} failed:${isSaid ? "" : ` ${error}`}\n  ${indented(full)}`;
  });
}

/** The beginning of a failure's text up to the last numbered line of source. */
function sourceIn(full: string): string {
  return /^[^]*^ *\d+ \|.*(?:\n|$)/m.exec(full)?.[0] ?? "";
}

/**
 * `const add0 = 3; // the sum`: the value, and the description of its node.
 *
 * @param twins names of other nodes with an equal value
 */
function valueLine(
  node: NodeData,
  { limit, change }: { readonly limit: number; readonly change?: string | undefined },
  twins: readonly string[] = [],
): string {
  const notes = [
    ...(node.description === undefined
      ? []
      : [node.description.replaceAll(/[\n\r\u2028\u2029]+/g, " ")]),
    ...(twins.length === 0
      ? []
      : [`${nameRanges(twins)} ${twins.length === 1 ? "is" : "are"} the same`]),
  ];
  const note = notes.length === 0 ? "" : ` // ${notes.join(" ")}`;
  return `const ${node.name} = ${change ?? dataText(node.value, limit)};${note}`;
}

/**
 * Writes a value by those that the prompt shows already: `board0 with [0][1] = "X"`,
 * `template with "{question}" replaced by question0`, `draft0 with question0 replaced by question1`.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { sourcesOf } from "./minimal_subgraph.ts";
import { changeOf } from "./series_text.ts";
import { type NamedText, sameTextWith, textChange } from "./text_change.ts";
import { dataText } from "./value_text.ts";

/** Values with shorter text are written out; longer ones count as so long. */
const leastLength = 40;
const mostLength = 2_000;

/** Maximum characters of how a text is made. */
const maxMade = 400;

/** Maximum number of texts that are taken from a record. */
const maxFields = 16;

/** What a value may be written by. */
export interface DerivedValueOptions {
  /** Whether the value at a place is shown. */
  readonly isShown: (place: number) => boolean;
  /** The place of the same step in the first run with these steps. @default none */
  readonly twin?: number | undefined;
}

/** The shortest text that derives a value from its sources, or one from its twin, in at most half of the value's own; otherwise undefined. */
export function derivedValue(
  nodes: TraceData["nodes"],
  place: number,
  { isShown, twin }: DerivedValueOptions,
): string | undefined {
  const node = nodes[place]!; // a place of the graph
  const length = dataText(node.value, mostLength).length;
  if (length <= leastLength) return undefined;
  const sources = [...new Set(sourcesOf(node))].filter((source) =>
    nodes[source]!.code === undefined && isShown(source) // as above
  ).map((source) => nodes[source]!);
  const maxLength = Math.min(length / 2, maxMade);
  const texts = [
    ...changesOf(node, sources, length / 2).slice(0, 1),
    ...madeOfTexts(node, sources, maxLength),
  ];
  if (texts.length > 0) return texts.toSorted((one, other) => one.length - other.length)[0];
  if (twin === undefined || !isShown(twin)) return undefined;
  return madeAsTwin(nodes, { node, twin: nodes[twin]! }, { isShown, maxLength }); // as above
}

/** A value as a change of a source. */
function changesOf(node: NodeData, sources: readonly NodeData[], maxLength: number): string[] {
  return sources.flatMap(({ name, value }) => {
    const change = changeOf(value, node.value, maxLength);
    return change === null || change === "" ? [] : [`${name} ${change}`];
  });
}

/** A text made from one that is a parameter. */
function madeOfTexts(node: NodeData, sources: readonly NodeData[], maxLength: number): string[] {
  const text = textOf(node);
  if (text === undefined) return [];
  const taken = sources.flatMap(namedTexts);
  const templates = sources.filter(({ kind }) => kind === "parameter").flatMap(namedTexts);
  return templates.flatMap((before) => {
    const others = taken.filter(({ name }) => name !== before.name);
    return textChange(before, text, { others, maxLength }) ?? [];
  });
}

/** A text that differs from that of the same step in another run as their arguments do. */
function madeAsTwin(
  nodes: TraceData["nodes"],
  { node, twin }: { readonly node: NodeData; readonly twin: NodeData },
  { isShown, maxLength }: Pick<DerivedValueOptions, "isShown"> & { readonly maxLength: number },
): string | undefined {
  const [text, twinText] = [textOf(node), textOf(twin)];
  if (text === undefined || twinText === undefined) return undefined;
  const twinSources = sourcesOf(twin);
  const pairs = sourcesOf(node).flatMap((place, at) => {
    const other = twinSources[at]!; // the same call, hence as many sources
    const areShown = place !== other && isShown(place) && isShown(other);
    return areShown ? pairedTexts(nodes[other]!, nodes[place]!) : []; // places of the graph
  });
  return sameTextWith({ name: twin.name, text: twinText }, text, { pairs, maxLength }) ?? undefined;
}

/** The texts of two nodes that stand at the same path and differ. */
function pairedTexts(from: NodeData, to: NodeData): (readonly [NamedText, NamedText])[] {
  const texts = textsOf(to);
  return [...textsOf(from)].flatMap(([path, text]) => {
    const other = texts.get(path);
    if (other === undefined || other === text) return [];
    const named = (node: NodeData, text: string) => ({ name: `${node.name}${path}`, text });
    return [[named(from, text), named(to, other)]];
  });
}

function namedTexts(node: NodeData): NamedText[] {
  return [...textsOf(node)].map(([path, text]) => ({ name: `${node.name}${path}`, text }));
}

/** A text by the path "", or the texts of a record by their paths: `.title`. */
function textsOf({ value }: NodeData): ReadonlyMap<string, string> {
  const json = value.kind === "exact" ? value.json : undefined;
  if (typeof json === "string") return new Map([["", json]]);
  const isRecord = value.type === "record" && typeof json === "object" && json !== null &&
    !Object.hasOwn(json, "$"); // of tagged ones the fields stand elsewhere
  const fields = isRecord ? Object.entries(json).slice(0, maxFields) : [];
  return new Map(
    fields.flatMap(([key, text]) =>
      typeof text === "string" && /^[A-Za-z_]\w*$/.test(key) ? [[`.${key}`, text] as const] : []
    ),
  );
}

function textOf(node: NodeData): string | undefined {
  return textsOf(node).get("");
}

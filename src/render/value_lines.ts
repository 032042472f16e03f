/**
 * Writes the values of nodes as declarations.
 *
 * @module
 */
import type { NodeData } from "../trace/data/graph_data.ts";
import { dataText } from "./value_text.ts";

/** Equal values longer than this are shown once. */
const twinLength = 40;

/** Minimum characters of an output, even when other values are cut shorter. */
const minOutputLimit = 500;

/** A line for each value; a long value shared by several nodes is shown once, with all their names. */
export function valueLines(nodes: readonly NodeData[], limit: number): string[] {
  const groups = Map.groupBy(nodes, ({ name, value, description = "" }) => {
    const text = dataText(value, limit);
    const isShared = text.length > twinLength && !text.includes("…");
    return isShared ? `${text} ${description}` : name;
  });
  return [...groups.values()].flatMap(([node, ...twins]) =>
    node === undefined ? [] : [valueLine(node, limit, twins.map(({ name }) => name))]
  );
}

/** An output; a failed one with the source around the failing line. */
export function outputText(node: NodeData, limit: number): string {
  const { failure } = node;
  if (failure === undefined) return valueLine(node, Math.max(limit, minOutputLimit));
  const head = `${node.name} failed: ${failure.name}: ${failure.message}`;
  return failure.full.includes("\n") ? `${head}\n${failure.full}` : head;
}

/**
 * `const add0 = 3; // the sum`: the value, and the description of its node.
 *
 * @param twins names of other nodes with an equal value
 */
function valueLine(node: NodeData, limit: number, twins: readonly string[] = []): string {
  const notes = [
    ...(node.description === undefined ? [] : [node.description.replaceAll("\n", " ")]),
    ...(twins.length === 0
      ? []
      : [`${twins.join(", ")} ${twins.length === 1 ? "is" : "are"} the same`]),
  ];
  const note = notes.length === 0 ? "" : ` // ${notes.join(" ")}`;
  return `const ${node.name} = ${dataText(node.value, limit)};${note}`;
}

/**
 * Refuses graphs in which a parameter no longer has the value that the steps after it were computed from.
 *
 * @module
 */
import type { Order } from "../trace/data/topological_order.ts";
import type { TraceNode } from "../trace/trace_node.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";

/**
 * A parameter is one node with one value, so a graph made before its change would show a value that nobody used.
 *
 * @throws {TypeError} when a step of the graph used an older value of a parameter
 */
export function requireCurrent({ nodes, sources, starts }: Order): void {
  if (!nodes.some((node) => changeOf(node) > 0)) return;
  for (const [place, step] of nodes.entries()) {
    for (const edge of sources.subarray(starts[place], starts[place + 1])) {
      const source = nodes[edge]!; // edges are places
      if (step.id > changeOf(source)) continue;
      throw new TypeError(
        `Cannot carry feedback from "${step.baseName}" to parameter "${source.baseName}": its value has changed since. ` +
          "Run backward before update, and zeroFeedback after it; then compute anew",
      );
    }
  }
}

/** The number of the newest node when the value of a parameter last changed; 0 for other nodes. */
function changeOf(node: TraceNode): number {
  return node.kind === "parameter" ? (node as TraceParameter).changedAt ?? 0 : 0; // of kind "parameter"
}

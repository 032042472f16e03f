/**
 * Views: parts of a graph whose text fits a cost limit.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import { largestView } from "./largest_view.ts";
import { lastPlaces } from "./minimal_subgraph.ts";
import type { GraphView } from "./partial_graph.ts";
import { PieceWriter, sectionsCost } from "./pieces.ts";
import { textSections } from "./render_text.ts";

/** Options of `viewGraph`. */
export interface GraphViewOptions {
  /** Maximum cost of the view's text, in the unit of `cost`. */
  readonly maxCost: number;
  /** Cost of a text; must be additive for joined lines. @default a quarter of its length, roughly its tokens */
  readonly cost?: (text: string) => number;
  /** Places of the nodes with feedback. @default the ends of the graph */
  readonly outputs?: readonly number[];
  /** Maximum characters of one value in `renderText`; parameters are not cut. @default 200 */
  readonly valueLimit?: number;
}

/**
 * The view of a graph whose `renderText` costs at most `maxCost`.
 *
 * Parameters and outputs are always kept, at any cost. Other steps, with the values they take, are kept in the
 * order of their distance to the nearest of these, as far as the limit allows.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { codeLines, viewGraph } from "@opto/opto/render";
 * import { toTraceData } from "@opto/opto/trace";
 * const w = parameter(1, { name: "w" });
 * let y = w.neg();
 * for (let i = 0; i < 1000; i++) y = y.neg();
 * const { graph } = viewGraph(toTraceData([y]), { maxCost: 120 });
 * assertEquals(codeLines(graph).slice(0, 2), [
 *   "const neg0 = neg(x: w);",
 *   "const neg1 = neg(x: neg0);",
 * ]);
 * ```
 */
export function viewGraph(graph: TraceData, options: GraphViewOptions): GraphView {
  const { maxCost, cost = (text: string) => text.length / 4, valueLimit = 200 } = options;
  const writer = new PieceWriter(cost);
  return largestView(graph, {
    outputs: options.outputs ?? lastPlaces(graph),
    maxCost,
    cost: (view) => {
      const outputs = view.outputs.map((node) => ({ node }));
      return sectionsCost(textSections(view.graph, { outputs, valueLimit }, writer));
    },
  });
}

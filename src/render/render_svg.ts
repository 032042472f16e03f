/**
 * Draws a graph as SVG with Graphviz, which is loaded as WebAssembly when the first drawing is asked for.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import type { PictureOptions } from "./picture.ts";
import { renderDot } from "./render_dot.ts";

let graphviz:
  | Promise<{ renderString(dot: string, options: { format: string }): string }>
  | undefined;

/**
 * The graph as an SVG document that needs nothing else; see `renderDot` for what it shows.
 *
 * @example
 * ```ts
 * import { assertMatch } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { renderSvg } from "@opto/opto/render";
 * import { toTraceData } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * assertMatch(await renderSvg(toTraceData([w.mul(3)])), /<svg [^]*<\/svg>/);
 * ```
 */
export async function renderSvg(graph: TraceData, options: PictureOptions = {}): Promise<string> {
  graphviz ??= import("@viz-js/viz").then(({ instance }) => instance());
  const svg = (await graphviz).renderString(renderDot(graph, options), { format: "svg" });
  return svg.replaceAll(
    /font-family="(Helvetica|Courier)"/g,
    (whole, name) => families[name] ?? whole,
  );
}

/** Fonts of the same widths, for viewers that lack the one Graphviz named. */
const families: Readonly<Record<string, string>> = {
  Helvetica: 'font-family="Helvetica,Arial,sans-serif"',
  Courier: 'font-family="Courier New,Courier,monospace"',
};

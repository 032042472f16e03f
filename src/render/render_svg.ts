/**
 * Draws a graph as SVG with Graphviz, a WebAssembly module loaded at the first drawing.
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
 * The graph as a self-contained SVG document, drawn as by `renderDot`.
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

/** Fonts of the same widths, for viewers without Graphviz's font. */
const families: Readonly<Record<string, string>> = {
  Helvetica: 'font-family="Helvetica,Arial,sans-serif"',
  Courier: 'font-family="Courier New,Courier,monospace"',
};

/**
 * Trace graphs as program text and as pictures.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { node, toTraceData } from "@opto/opto/trace";
 * import { renderText } from "@opto/opto/render";
 *
 * assertStringIncludes(renderText(toTraceData([node(2, { name: "x" }).add(1)])), "x");
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

export type { PictureOptions } from "../render/picture.ts";
export type { JudgedPlace } from "../render/feedback_text.ts";
export { codeLines, renderText, type RenderTextOptions } from "../render/render_text.ts";
export { renderDot } from "../render/render_dot.ts";
export { renderMermaid } from "../render/render_mermaid.ts";
export { renderSvg } from "../render/render_svg.ts";
export type { GraphView } from "../render/partial_graph.ts";
export { type GraphViewOptions, viewGraph } from "../render/view.ts";

/**
 * Draws a graph in Graphviz's language.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import { makePicture, type PictureOptions } from "./picture.ts";
import type { Arrow, Box, Note, Picture } from "./picture_parts.ts";
import { arrowColors, boxColors, noteColors, smallPrint } from "./picture_colors.ts";

const sans = "Helvetica";
/** Graphviz has the widths of this font; `renderSvg` adds other fonts of the same width. */
const mono = "Courier";
const rankDirections = { down: "TB", up: "BT", right: "LR", left: "RL" } as const;

/**
 * The graph as DOT. Parameters are amber, failures red, the steps between parameters and outputs blue with bold
 * arrows; outputs have a double border and their feedback next to them.
 *
 * @example
 * ```ts
 * import { assertMatch } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { renderDot } from "@opto/opto/render";
 * import { toTraceData } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * assertMatch(renderDot(toTraceData([w.mul(3)])), /^digraph trace \{/);
 * ```
 */
export function renderDot(graph: TraceData, options: PictureOptions = {}): string {
  const picture = makePicture(graph, options);
  return [
    "digraph trace {",
    `  graph [rankdir=${
      rankDirections[picture.direction]
    }, bgcolor="transparent", pad=0.25, nodesep=0.35, ranksep=0.45, nslimit=2, nslimit1=2, ` +
    `fontname="${sans}", compound=true]`,
    `  node [shape=box, style="rounded,filled", fontname="${sans}", fontsize=12, margin="0.14,0.08", height=0.3]`,
    `  edge [fontname="${sans}", fontsize=9, fontcolor="${smallPrint}", arrowsize=0.7]`,
    ...body(picture).map((line) => `  ${line}`),
    "}",
    "",
  ].join("\n");
}

function body({ boxes, arrows, notes }: Picture): string[] {
  return [...boxes.flatMap(boxLines), ...arrows.map(arrowLine), ...notes.flatMap(noteLines)];
}

function boxLines(box: Box): string[] {
  const { fill, border, text } = boxColors(box);
  const attributes = {
    label: boxLabel(box),
    fillcolor: quote(fill),
    color: quote(border),
    fontcolor: quote(text),
    penwidth: box.role === "parameter" || box.isOutput ? "2" : "1.2",
    ...(box.role === "gap" ? { style: quote("rounded,filled,dashed") } : {}),
    ...(box.isOutput ? { peripheries: "2" } : {}),
    ...(box.isNameOnly ? { fontsize: "10", margin: quote("0.08,0.02"), height: "0.2" } : {}),
    ...(box.documentation === "" ? {} : { tooltip: quote(box.documentation) }),
  };
  const line = `${box.id} [${list(attributes)}]`;
  if (box.inner === undefined || box.inner.boxes.length === 0) return [line];
  const last = box.inner.boxes.at(-1)?.id ?? box.id;
  const cluster = `cluster_${box.id}`;
  return [
    line,
    `subgraph ${cluster} {`,
    `  graph [label=${
      quote(`inside ${box.name}`)
    }, labeljust=l, fontsize=10, fontcolor="${smallPrint}", style="rounded,dashed", ` +
    `color="${border}", margin=10]`,
    ...body(box.inner).map((inner) => `  ${inner}`),
    "}",
    `${last} -> ${box.id} [ltail=${cluster}, style=dotted, color="${border}", arrowhead=none]`,
  ];
}

/** Name and call on top, the value below in small text. */
function boxLabel({ name, call, lines }: Box): string {
  // Graphviz measures bold letters like regular ones, so longer names need padding.
  const room = "&#160;".repeat(2 + Math.ceil(name.length / 10));
  const head = `<B>${markup(name)}</B>${call === undefined ? "" : `${room}${markup(call)}`}`;
  const value = lines.map((line) => `${markup(line) || "&#160;"}<BR ALIGN="LEFT"/>`).join("");
  const row =
    `<TR><TD ALIGN="LEFT" BALIGN="LEFT"><FONT FACE="${mono}" POINT-SIZE="10">${value}</FONT></TD></TR>`;
  return `<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1"><TR><TD ALIGN="LEFT">${head}</TD></TR>${
    lines.length === 0 ? "" : row
  }</TABLE>>`;
}

function arrowLine({ from, to, label, isInSubgraph, isHidden }: Arrow): string {
  const attributes = {
    ...(label === "" ? {} : { label: quote(` ${label}`) }),
    color: quote(isInSubgraph ? arrowColors.subgraph : arrowColors.other),
    penwidth: isInSubgraph ? "1.8" : "1",
    ...(isHidden ? { style: "dashed" } : {}),
  };
  return `${from} -> ${to} [${list(attributes)}]`;
}

function noteLines({ id, about, lines }: Note): string[] {
  const { fill, border, text } = noteColors;
  const label = `<${
    lines.map((line) => `<I>${markup(line) || "&#160;"}</I><BR ALIGN="LEFT"/>`).join("")
  }>`;
  return [
    `${id} [shape=note, style=filled, label=${label}, fillcolor="${fill}", color="${border}", fontcolor="${text}", fontsize=11]`,
    `${about} -> ${id} [dir=back, style=dashed, color="${border}", arrowsize=0.6]`,
  ];
}

function list(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).map(([name, value]) => `${name}=${value}`).join(", ");
}

function quote(text: string): string {
  return `"${tidy(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** The text escaped for a label in markup. */
function markup(text: string): string {
  // Leading spaces of code lines become non-breaking.
  const spaced = text.replace(/^ +/, (spaces) => "\u00a0".repeat(spaces.length));
  return tidy(spaced).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** The text without characters forbidden in XML. */
function tidy(text: string): string {
  return text.toWellFormed().replaceAll("\t", "  ").replaceAll(
    /(?!\n)\p{Cc}|[\ufffe\uffff]/gu,
    "\ufffd",
  );
}

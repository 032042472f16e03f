/**
 * Draws a graph in Mermaid's language, which many Markdown viewers display.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import { makePicture, type PictureOptions } from "./picture.ts";
import type { Arrow, Box, Picture } from "./picture_parts.ts";
import { arrowColors, boxColors, noteColors } from "./picture_colors.ts";

const directions = { down: "TD", up: "BT", right: "LR", left: "RL" } as const;

/**
 * The graph as a Mermaid flowchart. Parameters have double sides, failures six corners; thick arrows are the
 * minimal subgraph, dotted arrows come from nodes that an operator used without having them as inputs.
 *
 * @example
 * ```ts
 * import { assertMatch } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { renderMermaid } from "@opto/opto/render";
 * import { toTraceData } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * assertMatch(renderMermaid(toTraceData([w.mul(3)])), /^flowchart TD\n/);
 * ```
 */
export function renderMermaid(graph: TraceData, options: PictureOptions = {}): string {
  const picture = makePicture(graph, options);
  const links: Links = { count: 0, subgraph: [] };
  const lines = [...body(picture, links), ...classLines(picture), ...linkLines(links)];
  return [`flowchart ${directions[picture.direction]}`, ...lines.map((line) => `  ${line}`), ""]
    .join("\n");
}

/** Mermaid colors links by their number in the text. */
interface Links {
  count: number;
  readonly subgraph: number[];
}

function body({ boxes, arrows, notes }: Picture, links: Links): string[] {
  return [
    ...boxes.flatMap((box) => boxLines(box, links)),
    ...arrows.map((arrow) => arrowLine(arrow, links)),
    ...notes.flatMap(({ id, about, lines }) => {
      links.count++;
      return [`${id}>"${lines.map(escape).join("<br>")}"]:::feedback`, `${about} -.- ${id}`];
    }),
  ];
}

function arrowLine({ from, to, label, isInSubgraph, isHidden }: Arrow, links: Links): string {
  if (isInSubgraph) links.subgraph.push(links.count);
  links.count++;
  const arrow = isHidden ? "-.->" : isInSubgraph ? "==>" : "-->";
  return `${from} ${arrow}${label === "" ? "" : `|"${escape(label)}"|`} ${to}`;
}

function boxLines(box: Box, links: Links): string[] {
  const [open, close] = shapes[box.role];
  const head = `<b>${escape(box.name)}</b>${box.call === undefined ? "" : ` ${escape(box.call)}`}`;
  const label = [head, ...box.lines.map(escape)].join("<br>");
  const line = `${box.id}${open}"${label}"${close}:::${className(box)}`;
  if (box.inner === undefined || box.inner.boxes.length === 0) return [line];
  const inside = `inside_${box.id}`;
  const inner = body(box.inner, links);
  links.count++;
  return [
    line,
    `subgraph ${inside}["inside ${escape(box.name)}"]`,
    ...inner.map((line) => `  ${line}`),
    "end",
    `${inside} -.- ${box.id}`,
    `style ${inside} fill:none,stroke:${boxColors(box).border},stroke-dasharray:4 3`,
  ];
}

const shapes: Readonly<Record<Box["role"], readonly [string, string]>> = {
  parameter: ["[[", "]]"],
  value: ["(", ")"],
  step: ["[", "]"],
  exception: ["{{", "}}"],
  gap: ["[", "]"],
};

function className(box: Box): string {
  return `${box.role}${box.role === "step" && !box.isInSubgraph ? "Aside" : ""}${
    box.isOutput ? "Output" : ""
  }`;
}

/** A CSS class for each combination in use. */
function classLines(picture: Picture): string[] {
  const looks = new Map<string, string>();
  const collect = ({ boxes }: Picture): void => {
    for (const box of boxes) {
      const { fill, border, text } = boxColors(box);
      const width = box.isOutput ? 4 : box.role === "parameter" ? 2 : 1;
      const dashes = box.role === "gap" ? ",stroke-dasharray:4 3" : "";
      looks.set(
        className(box),
        `fill:${fill},stroke:${border},color:${text},stroke-width:${width}px${dashes}`,
      );
      if (box.inner !== undefined) collect(box.inner);
    }
    const { fill, border, text } = noteColors;
    looks.set("feedback", `fill:${fill},stroke:${border},color:${text}`);
  };
  collect(picture);
  return [...looks].map(([name, style]) => `classDef ${name} ${style}`);
}

function linkLines({ count, subgraph }: Links): string[] {
  return [
    ...(count === 0 ? [] : [`linkStyle default stroke:${arrowColors.other}`]),
    ...(subgraph.length === 0
      ? []
      : [`linkStyle ${subgraph.join(",")} stroke:${arrowColors.subgraph}`]),
  ];
}

/** The text with character references for all characters with a meaning in Mermaid or HTML. */
function escape(text: string): string {
  return text.toWellFormed().replace(/^ +/, (spaces) => "\u00a0".repeat(spaces.length))
    .replaceAll(
      /[^\p{L}\p{N} \u00a0.,:=()+*/'_…-]/gu,
      (character) => `#${character.codePointAt(0)};`,
    );
}

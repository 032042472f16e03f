/**
 * Chooses the nodes that the simple style does not draw.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import { isShortValue } from "./picture_labels.ts";

/** Nodes that are not drawn, by place: the place drawn instead, or `inline` for a value written into calls. */
export type Folding = ReadonlyMap<number, number | "inline">;

/** Folds short values and steps that only pass on a value; outputs are always drawn. */
export function foldingOf({ nodes }: TraceData, outputs: ReadonlySet<number>): Folding {
  const folding = new Map<number, number | "inline">();
  for (const [place, node] of nodes.entries()) {
    if (outputs.has(place)) continue;
    const passesOn = node.operator?.name === "identity" || node.operator?.name === "clone";
    const [only] = node.inputs;
    if (passesOn && only !== undefined && node.uses === undefined) folding.set(place, only.node);
    else if (node.kind === "value" && isShortValue(node)) folding.set(place, "inline");
  }
  return folding;
}

/** The place drawn for another: itself when it is drawn, or inline. */
export function placeDrawn(folding: Folding, place: number): number {
  let at = place;
  for (let next = folding.get(at); typeof next === "number"; next = folding.get(at)) at = next;
  return at;
}

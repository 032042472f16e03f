/**
 * Repairs a wrong text.
 *
 * @module
 */
import { constant } from "../print/build.ts";
import { type RepairRule, replacing } from "./repair.ts";

/** A text becomes the empty one, or another one of the code. */
export const otherText: RepairRule = ({ node, parent }, tree) => {
  if (node.type !== "Literal" || typeof node.value !== "string") return [];
  if (parent?.node.type === "Property" && parent.node.key === node) return [];
  const texts = tree.places.flatMap((place) =>
    place.node.type === "Literal" && typeof place.node.value === "string" ? [place.node.value] : []
  );
  const others = [...new Set(["", ...texts])].filter((text) => text !== node.value);
  return replacing(3, node, others.map(constant));
};

/**
 * Takes a statement out.
 *
 * @module
 */
import { pick } from "../draw.ts";
import type { Mutation } from "./mutation.ts";
import { indentationOf, statementPlaces } from "./statement_place.ts";

/** Deletes a special case or a step; declarations and returns stay, for others rest on them. */
export const deleteStatement: Mutation = {
  name: "delete a statement",
  weight: 1,
  change({ tree, random }) {
    const places = statementPlaces(tree).filter(({ node }) =>
      node.type === "IfStatement" || node.type === "ExpressionStatement"
    );
    const node = pick(random, places)?.node;
    if (!node) return undefined;
    const indentation = indentationOf(tree, node.start);
    const rest = /^[^\S\n]*\n/.exec(tree.source.slice(node.end));
    // A statement that has lines of its own takes them along.
    if (indentation !== undefined && rest) {
      const start = node.start - indentation.length;
      return [{ start, end: node.end + rest[0].length, text: "" }];
    }
    const gap = /^[^\S\n]*/.exec(tree.source.slice(node.end))?.[0].length ?? 0;
    return [{ start: node.start, end: node.end + gap, text: "" }];
  },
};

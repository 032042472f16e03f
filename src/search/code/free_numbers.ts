/**
 * The numbers of code that may take any value: those that stand in it, and those that could.
 *
 * A term without a number has a factor of 1, and a result an added 0, that nobody writes.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { binary, constant, withParts } from "./print/build.ts";
import type { Edit } from "./print/edit.ts";
import { areFree } from "./print/free_splices.ts";
import type { CodeTree, Place } from "./tree/code_tree.ts";
import { mathFunction } from "./tree/is_certain.ts";
import { literalsIn } from "./tree/literals.ts";
import { shapeOf } from "./tree/shape_of.ts";

/** Code with more numbers is too long to be fitted by numbers that nobody wrote: only those that stand in it are free. */
const most = 12;

/** A larger number has no room to be moved. */
const largest = 1e300;

/** A number that may take any value. */
export interface FreeNumber {
  readonly node: AnyNode;
  readonly value: number;
  /** The node with another value. @param inner the node, with its parts changed */
  readonly changed: (inner: AnyNode, value: number) => AnyNode;
}

/**
 * The free numbers, without indices, bounds of loops, whole exponents, and those that share an expression with fixed lines: first
 * those in the text, in its order.
 */
export function freeNumbersOf(tree: CodeTree): readonly FreeNumber[] {
  const written = literalsIn(tree)
    .filter(({ isWhole, isPower, value }) => !isWhole && !isPower && Math.abs(value) <= largest)
    .map(({ node, value }): FreeNumber => ({
      node,
      value,
      changed: (_, value) => constant(value),
    }));
  const literals = new Set(written.map(({ node }) => node));
  const unwritten = tree.places.flatMap((place) => unwrittenAt(place, literals));
  const isFree = ({ node }: FreeNumber) => areFree(tree.source, [rootOf(tree, node)]);
  const own = written.filter(isFree);
  const all = [...own, ...unwritten.filter(isFree)];
  return all.length > most ? own : all;
}

/** The factors of the terms of an expression, and what is added to a result. */
function unwrittenAt(place: Place, literals: ReadonlySet<AnyNode>): readonly FreeNumber[] {
  const { node, parent, scope, isLoopControl } = place;
  if (isLoopControl || parent === undefined) return [];
  const isResult = isResultOf(node, parent.node);
  const isArgument = parent.node.type === "CallExpression" && parent.node.callee !== node &&
    mathFunction(parent.node, parent.scope) !== undefined;
  if (!isResult && !isArgument || shapeOf(node, scope).kind !== "number") return [];
  const terms = termsOf(node);
  const factors = terms.filter((term) => !factorsOf(term).some((factor) => literals.has(factor)))
    .map((node): FreeNumber => ({
      node,
      value: 1,
      changed: (inner, value) => value === 1 ? inner : binary("*", constant(value), inner),
    }));
  const isShifted = terms.some((term) => literals.has(term));
  if (!isResult || isShifted) return factors;
  const added: FreeNumber = {
    node,
    value: 0,
    changed: (inner, value) => value === 0 ? inner : binary("+", inner, constant(value)),
  };
  return [...factors, added];
}

function isResultOf(node: AnyNode, parent: AnyNode): boolean {
  if (parent.type === "ReturnStatement") return true;
  return parent.type === "ArrowFunctionExpression" && parent.body === node;
}

function termsOf(node: AnyNode): readonly AnyNode[] {
  return partsOf(node, ["+", "-"]);
}

function factorsOf(node: AnyNode): readonly AnyNode[] {
  return partsOf(node, ["*", "/"]);
}

function partsOf(node: AnyNode, operators: readonly string[]): readonly AnyNode[] {
  if (node.type !== "BinaryExpression" || !operators.includes(node.operator)) return [node];
  // as: the left side is a private name for `in` alone
  return [node.left as AnyNode, node.right].flatMap((part) => partsOf(part, operators));
}

/** The edits that give the free numbers of a tree other values, in their order. */
export function renumberingEdits(
  tree: CodeTree,
  free: readonly FreeNumber[],
  values: readonly number[],
): readonly Edit[] {
  const changes = Map.groupBy(
    free.map((each, place) => ({ ...each, now: values[place]! + 0 })) // !: one for each; no -0
      .filter(({ value, now }) => value !== now),
    ({ node }) => node,
  );
  const rebuilt = (node: AnyNode): AnyNode => {
    const parts = Object.entries(node).flatMap(([name, part]) => {
      const after = rebuiltPart(part);
      return after === part ? [] : [[name, after] as const];
    });
    const inner = parts.length === 0 ? node : withParts(node, Object.fromEntries(parts));
    return (changes.get(node) ?? []).reduce(
      (inner, { changed, now }) => changed(inner, now),
      inner,
    );
  };
  const rebuiltPart = (part: unknown): unknown => {
    if (Array.isArray(part)) {
      const after = part.map(rebuiltPart);
      return after.every((each, place) => each === part[place]) ? part : after;
    }
    return isNode(part) ? rebuilt(part) : part;
  };
  const roots = new Set(changes.keys().map((node) => rootOf(tree, node)));
  const outermost = [...roots].filter((root) =>
    ![...roots].some((other) => other !== root && contains(other, root))
  );
  return outermost.map((node) => ({ kind: "replace", node, by: rebuilt(node) }));
}

function isNode(part: unknown): part is AnyNode {
  return typeof part === "object" && part !== null && "type" in part && "start" in part;
}

/** The whole expression that a node is a part of. */
function rootOf(tree: CodeTree, node: AnyNode): AnyNode {
  let place = tree.placeOf.get(node);
  while (place?.parent !== undefined && isExpression(place.parent.node)) place = place.parent;
  return place?.node ?? node;
}

function isExpression({ type }: AnyNode): boolean {
  return type.endsWith("Expression") && !type.includes("Function");
}

function contains(outer: AnyNode, inner: AnyNode): boolean {
  return outer.start <= inner.start && outer.end >= inner.end;
}

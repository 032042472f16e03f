/**
 * What the search has to know about a piece of code.
 *
 * @module
 */
import { splice } from "../../../code/splice.ts";
import { seedOf } from "../../../seeds.ts";
import type { CodeTree, Place } from "../tree/code_tree.ts";
import { mathFunction } from "../tree/is_certain.ts";
import { literalsIn } from "../tree/literals.ts";
import { canonicalText } from "./canonical_text.ts";

/** Facts about code, as plain data. */
export interface CodeFacts {
  /** Equal for rewritings of the same calculations. */
  readonly behaviour: string;
  /** Equal for code that differs in its numbers alone. */
  readonly form: string;
  /** Number of statements, operations, variables and constants in functions. */
  readonly size: number;
}

const factsByTree = new WeakMap<CodeTree, CodeFacts>();

/** The facts about a tree. */
export function factsOf(tree: CodeTree): CodeFacts {
  const known = factsByTree.get(tree) ?? makeFacts(tree);
  factsByTree.set(tree, known);
  return known;
}

function makeFacts(tree: CodeTree): CodeFacts {
  const blanks = literalsIn(tree).map(({ node: { start, end } }) => ({ start, end, text: "#" }));
  return {
    behaviour: hashOf(canonicalText(tree)),
    form: hashOf(splice(tree.source, blanks).replaceAll(/\s+/g, " ")),
    size: tree.places.filter(isPart).length,
  };
}

/** Whether a place counts: in a function, and not the name of what is called. */
function isPart({ node, parent, owner, scope }: Place): boolean {
  if (owner === undefined || node.type === "BlockStatement") return false;
  const call = parent?.node.type === "CallExpression" ? parent.node : parent?.parent?.node;
  const isName = call?.type === "CallExpression" && mathFunction(call, scope) !== undefined &&
    (node === call.callee || parent?.node === call.callee);
  return !isName;
}

/** 64 bits in base 36. */
function hashOf(text: string): string {
  return seedOf(text).toString(36) + seedOf("other", text).toString(36);
}

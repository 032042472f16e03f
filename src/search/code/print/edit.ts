/**
 * Edits a source by the nodes of its syntax tree; everything else stays as it was written.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { type Splice, splice } from "../../../code/splice.ts";
import { type CodeTree, rangeOf } from "../tree/code_tree.ts";
import { indentationOf, lineBreakBefore } from "./layout.ts";
import { areFree } from "./free_splices.ts";
import { print, printBelow } from "./print.ts";

/** One change to a tree. Statements that are inserted, removed or replaced by several stand in a list of statements. */
export type Edit =
  | { readonly kind: "replace"; readonly node: AnyNode; readonly by: AnyNode }
  | { readonly kind: "insert"; readonly before: AnyNode; readonly statement: AnyNode }
  | { readonly kind: "remove"; readonly statement: AnyNode }
  /** A block gives way to its statements. */
  | {
    readonly kind: "unwrap";
    readonly statement: AnyNode;
    readonly statements: readonly AnyNode[];
  };

/**
 * The source with all edits made; `undefined` when one of them touches lines that are marked as fixed. No edit may lie
 * within the node of another one.
 */
export function applyEdits(tree: CodeTree, edits: readonly Edit[]): string | undefined {
  const splices = edits.map((edit) => spliceOf(tree, edit));
  return areFree(tree.source, splices) ? splice(tree.source, splices) : undefined;
}

function spliceOf(tree: CodeTree, edit: Edit): Splice {
  switch (edit.kind) {
    case "replace":
      return replacement(tree, edit.node, edit.by);
    case "insert": {
      const { start } = edit.before;
      const text = `${print(edit.statement)}${lineBreakBefore(tree.source, start)}`;
      return { start, end: start, text };
    }
    case "remove":
      return removal(tree.source, edit.statement);
    case "unwrap": {
      const { start, end } = edit.statement;
      const inner = tree.source.slice(edit.statements[0]?.start, edit.statements.at(-1)?.end);
      return { start, end, text: aligned(inner, tree.source, edit) };
    }
    default:
      return edit satisfies never;
  }
}

function replacement(tree: CodeTree, node: AnyNode, by: AnyNode): Splice {
  const parent = tree.placeOf.get(node)?.parent?.node;
  const { start, end } = rangeOf(tree, node);
  if (!parent) return { start, end, text: print(by) };
  if (!isStatement(node)) {
    return {
      start,
      end,
      text: apart(tree.source, { start, end, text: printBelow(parent, node, by) }),
    };
  }
  // An `else` behind this place belongs to the outer condition.
  const isBeforeElse = parent.type === "IfStatement" && parent.alternate &&
    node === parent.consequent && by.type !== "BlockStatement";
  return { start, end, text: isBeforeElse ? `{ ${print(by)} }` : print(by) };
}

/** The text of a splice, with blanks where it would form one token with its neighbours. */
function apart(source: string, { start, end, text }: Splice): string {
  const join = (one: string, other: string): string =>
    /^(?:[\w$]{2}|\+\+|--|\/\/)$/.test(one.slice(-1) + other.slice(0, 1)) ? " " : "";
  return `${join(source.slice(0, start), text)}${text}${join(text, source.slice(end, end + 1))}`;
}

function isStatement(node: AnyNode): boolean {
  return node.type.endsWith("Statement");
}

/** Takes a statement out, with its line when it has one of its own. */
function removal(source: string, { start, end }: AnyNode): Splice {
  const indentation = indentationOf(source, start);
  const behind = /^[^\S\n]*(\n|$)?/.exec(source.slice(end));
  const [gap = "", lineEnd] = behind ?? [];
  // Without a semicolon, a line that begins like this would go on with the statement before.
  const next = /^\s*([([`/+*.,-])/.test(source.slice(end)) ? ";" : "";
  if (indentation !== undefined && lineEnd && !next) {
    return { start: start - indentation.length, end: end + gap.length, text: "" };
  }
  return { start, end: end + gap.length - (lineEnd?.length ?? 0), text: next };
}

/** Statements of an inner block with the indentation of the outer one; texts of several lines in templates stay. */
function aligned(
  text: string,
  source: string,
  { statement, statements }: Edit & { kind: "unwrap" },
): string {
  const outer = indentationOf(source, statement.start);
  const inner = indentationOf(source, statements[0]?.start ?? 0);
  if (outer === undefined || inner === undefined || text.includes("`")) return text;
  return text.replaceAll(`\n${inner}`, `\n${outer}`);
}

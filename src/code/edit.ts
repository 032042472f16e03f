/**
 * Turns a model's answer into a new source: a full rewrite, or search-and-replace edits.
 *
 * @module
 */
import type { Diagnostic } from "../../sandbox/protocol.ts";
import { fixedBlocks } from "./fixed_blocks.ts";
import { applyTextEdits, type EditOutcome, holdsEdits, readTextEdits } from "./search_replace.ts";
import { quotedLine } from "./text_place.ts";
import { holdsDiff, readDiff } from "./unified_diff.ts";

/** A new source, or a refusal. */
export type EditResult =
  | { readonly kind: "edited"; readonly source: string }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/**
 * Applies an answer to a source. An answer with `<<<<<<< SEARCH`, `=======` and `>>>>>>> REPLACE` contains edits,
 * each of which must match exactly one place; so does a unified diff, whose line numbers are not read. Any other answer
 * is the new source, with or without a code fence.
 * Fixed blocks must not change, otherwise the answer is refused with the block's name.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { edit } from "./edit.ts";
 *
 * const answer = "<<<<<<< SEARCH\nreturn 1;\n=======\nreturn 2;\n>>>>>>> REPLACE";
 * const source = "function f() {\n  return 1;\n}";
 * assertEquals(edit(source, answer), { kind: "edited", source: "function f() {\n  return 2;\n}" });
 * ```
 */
export function edit(source: string, answer: string): EditResult {
  const isDiff = holdsDiff(answer);
  if (!isDiff && !holdsEdits(answer)) return keepFixed(source, withoutFence(answer));
  const edits = isDiff ? readDiff(answer) : readTextEdits(answer);
  if (edits.kind === "refused") return refuse(edits, answer);
  const edited = applyTextEdits(source, edits.value);
  if (edited.kind === "refused") return refuse(edited, source);
  return keepFixed(source, edited.value);
}

function refuse(
  { message, line }: Exclude<EditOutcome<unknown>, { kind: "done" }>,
  text: string,
  stage: Diagnostic["stage"] = "syntax",
): EditResult {
  const lineText = quotedLine(text.split(/\r?\n/)[line - 1] ?? "");
  return { kind: "refused", diagnostics: [{ stage, message, line, column: 1, lineText }] };
}

/** Refuses a new source that changes fixed blocks. */
function keepFixed(source: string, edited: string): EditResult {
  const found = fixedBlocks(edited);
  const expected = fixedBlocks(source);
  for (const [index, block] of expected.entries()) {
    const now = found[index];
    const at = now ? block.lines.findIndex((line, offset) => line !== now.lines[offset]) : 0;
    const isLonger = at < 0 && now !== undefined && now.lines.length > block.lines.length;
    if (at < 0 && !isLonger) continue;
    const reason = now ? "its lines and markers have to stay" : "it is missing";
    const message = `Cannot change ${block.name}: ${reason}`;
    const line = now
      ? now.line + (isLonger ? block.lines.length : Math.min(at, now.lines.length - 1))
      : 1;
    return refuse({ kind: "refused", message, line }, edited, "forbidden");
  }
  const extra = found[expected.length];
  if (!extra) return { kind: "edited", source: edited };
  const message = `Cannot add ${extra.name}: only the author marks blocks`;
  return refuse({ kind: "refused", message, line: extra.line }, edited, "forbidden");
}

function withoutFence(answer: string): string {
  return /^\s*```[^\n]*\n([^]*?)\n?```\s*$/.exec(answer)?.[1] ?? answer;
}

/**
 * Writes how one value of a parameter became another: short values side by side, long ones as a diff.
 *
 * @module
 */
import { hunks, lineDiff } from "../code/line_diff.ts";
import { shortText } from "../cut_text.ts";
import type { ParameterState } from "../problem/problem.ts";
import { fenceFor } from "../render/fence.ts";
import { valueText } from "../render/value_text.ts";

/** Values up to this length on one line are written side by side. */
const shortLength = 80;

/** Unchanged lines on each side of a change. */
const context = 1;

/** Maximum characters of one diff, of one new value, and of a line in either. */
const maxDiff = 2_000;
const maxLine = 300;

/** Longer values are not compared line by line; nor are values with more changes, whose diff would be too long. */
const maxCompared = 20_000;
const maxChangedLines = 60;

/**
 * `rate: 0.5 → 0.7`, or a diff in a fence. Where that would be longer than the new value, a diff to the current value, which
 * the prompt shows, or the new value itself.
 *
 * @param parameter the parameter with its current value
 */
export function parameterChange(parameter: ParameterState, from: unknown, to: unknown): string {
  const { name, kind, value } = parameter;
  const [before, after, current] = [textOf(kind, from), textOf(kind, to), textOf(kind, value)];
  if (kind === "value" && isShort(before) && isShort(after)) return `${name}: ${before} → ${after}`;
  const fresh = after.trimEnd();
  const diff = diffText(before, after);
  if (diff !== undefined && diff.length < fresh.length) {
    return `${name}, changed lines:\n${fenced(diff, "diff")}`;
  }
  if (fresh === current.trimEnd()) return `${name}, rewritten: the current value`;
  const beside = diffText(current, after);
  return beside !== undefined && beside.length < fresh.length
    ? `${name}, rewritten; it differs from the current value by:\n${fenced(beside, "diff")}`
    : `${name}, rewritten:\n${fenced(fresh, kind === "code" ? "ts" : "")}`;
}

/** Removed and added lines with what is around them, `…` between distant ones; undefined for long texts. */
function diffText(before: string, after: string): string | undefined {
  if (before.length > maxCompared || after.length > maxCompared) return undefined;
  const lines = hunks(lineDiff(linesOf(before), linesOf(after), { maxChangedLines }), context);
  return lines.slice(lines[0] === null ? 1 : 0, lines.at(-1) === null ? -1 : undefined)
    .map((line) => line === null ? "…" : `${marks[line.kind]}${shortText(line.text, maxLine)}`)
    .join("\n");
}

const marks = { same: " ", added: "+", removed: "-" } as const;

function textOf(kind: ParameterState["kind"], value: unknown): string {
  if (kind === "code" || (typeof value === "string" && !isShort(value))) return String(value);
  return valueText(value, 2 * maxDiff);
}

function isShort(text: string): boolean {
  return text.length <= shortLength && !text.includes("\n");
}

/** The text with a line for each sentence of a long line, so that a diff has parts to compare. */
function linesOf(text: string): string {
  return text.trimEnd().split("\n")
    .map((line) => line.length <= maxLine / 2 ? line : line.replace(/(?<=[.!?;]) +/g, "\n"))
    .join("\n");
}

function fenced(text: string, language: string): string {
  const fence = fenceFor(text);
  return `${fence}${language}\n${shortText(text, maxDiff)}\n${fence}`;
}

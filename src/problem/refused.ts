/**
 * What was refused of suggestions, with bounded reasons, each distinct one once.
 *
 * @module
 */
import { shortText, shortWords } from "../cut_text.ts";
import { printValue } from "../trace/print_value.ts";
import type { Proposal, Rejection } from "./proposal.ts";
import type { RefusedTrial, RefusedValue } from "./trial.ts";

/** Number of distinct reasons that are kept, the latest ones. */
const maxReasons = 100;

/** Maximum characters of a reason, of the source line quoted with it, and of a refused value. */
const maxReason = 300;
const maxLine = 80;
const maxValue = 60;

/** What was refused of the result of an attempt. */
export function refusedIn({ outcome, reason, rejections }: {
  readonly outcome: Proposal["kind"];
  /** The reason for no change. */
  readonly reason?: string | undefined;
  readonly rejections: readonly Rejection[];
}): readonly RefusedValue[] {
  if (reason !== undefined) {
    const what = outcome === "unusable" ? "the answer cannot be used: " : "";
    return [{ reason: shortWords(what + reason, maxReason) }];
  }
  return rejections.map((rejection) => ({
    parameter: rejection.parameter,
    reason: shortWords(reasonOf(rejection), maxReason),
  }));
}

/** For code the fault with its line, for a value the value. */
function reasonOf({ value, reason, diagnostics: [first] = [] }: Rejection): string {
  if (first === undefined) return `${printValue(value, maxValue)}: ${reason}`;
  const line = first.lineText.trim();
  const place = line === "" ? "" : ` in \`${shortText(line, maxLine)}\``;
  return `line ${first.line}: ${first.message}${place}`;
}

/** The refusals with those of a step, the latest last. */
export function withRefusals(
  known: readonly RefusedTrial[],
  refused: readonly RefusedValue[],
  step: number,
): readonly RefusedTrial[] {
  const byReason = new Map(known.map((refusal) => [keyOf(refusal), refusal]));
  for (const each of refused) {
    const key = keyOf(each);
    const count = (byReason.get(key)?.count ?? 0) + 1;
    byReason.delete(key);
    byReason.set(key, { ...each, step, count });
  }
  return [...byReason.values()].slice(-maxReasons);
}

function keyOf({ parameter, reason }: RefusedValue): string {
  return `${parameter} ${reason}`;
}

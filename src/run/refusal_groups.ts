/**
 * The refusals of a run, grouped by parameter and reason.
 *
 * @module
 */
import { cutText, shortText } from "../cut_text.ts";
import type { Rejection } from "../problem/proposal.ts";
import { printed } from "./report_text.ts";

/** Refusals of one parameter for one reason. */
export interface RefusalGroup {
  /** The first refusal, with bounded texts. */
  readonly first: Rejection;
  /** Number of refusals. */
  count: number;
  readonly firstStep: number;
  lastStep: number;
}

/** Number of kept groups, the first ones. */
const keptGroups = 200;

/** Maximum characters of a refusal's reason, value and line of source. */
const maxReason = 1_000;
const maxValue = 4_000;
const maxLine = 300;

/** Maximum number of diagnostics of a refusal. */
const maxDiagnostics = 5;

/** Maximum characters of a reason that distinguish it from others. */
const maxKey = 300;

/** Counts refusals. Reasons that differ in numbers and long quotations only are equal. */
export class RefusalGroups {
  /** Number of all refusals. */
  count = 0;
  readonly #groups = new Map<string, RefusalGroup>();

  /** Adds a refusal of a step. */
  add(step: number, rejection: Rejection): void {
    this.count++;
    const key = keyOf(rejection);
    const group = this.#groups.get(key);
    if (group !== undefined) {
      group.count++;
      group.lastStep = step;
    } else if (this.#groups.size < keptGroups) {
      this.#groups.set(key, {
        first: shownOf(rejection),
        count: 1,
        firstStep: step,
        lastStep: step,
      });
    }
  }

  /** The groups, the largest first. */
  get groups(): readonly RefusalGroup[] {
    return [...this.#groups.values()].sort((a, b) => b.count - a.count);
  }
}

function keyOf({ parameter, reason, diagnostics }: Rejection): string {
  const stages = diagnostics?.map(({ stage }) => stage).join(" ") ?? "";
  const general = reason.slice(0, 4 * maxKey)
    .replace(/"[^"\n]{24,}"|'[^'\n]{24,}'|`[^`\n]{24,}`/g, "…")
    .replace(/-?\d+(\.\d+)?/g, "#")
    .slice(0, maxKey);
  return `${parameter}\n${stages}\n${general}`;
}

/** A refusal with bounded texts, its value printed. */
function shownOf({ parameter, value, reason, diagnostics }: Rejection): Rejection {
  const faults = diagnostics?.slice(0, maxDiagnostics)
    .map((fault) => ({ ...fault, lineText: shortText(fault.lineText, maxLine) }));
  return {
    parameter: shortText(parameter, maxLine),
    value: cutText(printed(value), maxValue),
    reason: cutText(reason, maxReason),
    ...(faults === undefined ? {} : { diagnostics: faults }),
  };
}

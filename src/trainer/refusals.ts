/**
 * The refused suggestions of a run, each distinct reason once.
 *
 * @module
 */
import { shortText, shortWords } from "../cut_text.ts";
import type { Rejection } from "../problem/proposal.ts";
import { lastOf, type RefusedTrial, type RefusedValue } from "../problem/trial.ts";
import { printValue } from "../trace/print_value.ts";
import type { EventOf } from "./event.ts";
import { decodeRejection } from "./proposed_event.ts";

type Proposed = EventOf<"proposed">;

/** Number of distinct reasons that are kept, the latest ones. */
const maxReasons = 100;

/** Maximum characters of a reason, of the source line quoted with it, and of a refused value. */
const maxReason = 300;
const maxLine = 80;
const maxValue = 60;

/** The reasons, oldest first by their latest step. */
export class Refusals {
  readonly #settled = new Map<string, RefusedTrial>();
  /** Those of the step in progress: its asks run in parallel, and do not see each other's. */
  #open: Proposed[] = [];

  /** Adds an attempt at a proposal. */
  add(event: Proposed): void {
    if (refusedIn(event).length > 0) this.#open.push(event);
  }

  /** Ends a step: what it added becomes visible, in the order of its proposals. */
  settle(): void {
    const open = this.#open.sort((one, other) =>
      one.step - other.step || one.proposal - other.proposal || one.attempt - other.attempt
    );
    this.#open = [];
    for (const event of open) {
      for (const refused of refusedIn(event)) {
        const key = `${refused.parameter} ${refused.reason}`;
        const count = (this.#settled.get(key)?.count ?? 0) + 1;
        this.#settled.delete(key);
        this.#settled.set(key, { ...refused, step: event.step, count });
      }
    }
    for (const key of this.#settled.keys()) {
      if (this.#settled.size <= maxReasons) return;
      this.#settled.delete(key);
    }
  }

  /** The latest reasons of earlier steps, oldest first; at most `count`. */
  latest(count: number): readonly RefusedTrial[] {
    return lastOf([...this.#settled.values()], count);
  }
}

/** What was refused of an attempt, read from its event, so that a resumed run reads the same. */
export function refusedIn({ outcome, reason, rejections }: Proposed): readonly RefusedValue[] {
  if (reason !== undefined) {
    const what = outcome === "unusable" ? "the answer cannot be used: " : "";
    return [{ reason: shortWords(what + reason, maxReason) }];
  }
  return rejections.map((rejection) => ({
    parameter: rejection.parameter,
    reason: shortWords(reasonOf(decodeRejection(rejection)), maxReason),
  }));
}

/** For code the fault with its line, for a value the value. */
function reasonOf({ value, reason, diagnostics: [first] = [] }: Rejection): string {
  if (first === undefined) return `${printValue(value, maxValue)}: ${reason}`;
  const line = first.lineText.trim();
  const place = line === "" ? "" : ` in \`${shortText(line, maxLine)}\``;
  return `line ${first.line}: ${first.message}${place}`;
}

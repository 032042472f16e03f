/**
 * One line on a proposal that was refused or unusable.
 *
 * @module
 */
import { plainText } from "../../printable.ts";
import type { RunView } from "../../run/run_view.ts";
import type { EventOf } from "../../trainer/event.ts";

/** Why a model's proposal was refused; undefined for the many proposals of the search. */
export function refusalText(event: EventOf<"proposed">, view: RunView): string | undefined {
  if (view.started?.model == null) return undefined;
  const { step, outcome, rejections, reason } = event;
  if (outcome === "unusable") {
    return `step ${step}: the answer is unusable (${plainText(reason ?? "no reason")})`;
  }
  const [first] = rejections;
  if (first === undefined) return undefined;
  const [diagnostic] = first.diagnostics ?? [];
  const why = diagnostic === undefined
    ? first.reason
    : `line ${diagnostic.line}, ${diagnostic.stage}: ${diagnostic.message}`;
  const more = rejections.length > 1 ? `, and ${rejections.length - 1} more` : "";
  return `step ${step}: ${plainText(first.parameter)} refused (${plainText(why)})${more}`;
}

/**
 * A proposal that came to nothing, in a line.
 *
 * @module
 */
import type { RunView } from "../../run/run_view.ts";
import type { EventOf } from "../../trainer/event.ts";
import { plainText } from "./text.ts";

/** Says why what a model proposed was refused; of the search's many proposals nothing is said. */
export function refusalText(event: EventOf<"proposed">, view: RunView): string | undefined {
  if (view.started?.model == null) return undefined;
  const { step, outcome, rejections, reason } = event;
  if (outcome === "unusable") {
    return `step ${step}: the answer cannot be used (${plainText(reason ?? "no reason")})`;
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

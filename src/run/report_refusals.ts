/**
 * The section of a report on refused values.
 *
 * @module
 */
import type { Rejection } from "../problem/proposal.ts";
import type { RefusalGroup } from "./refusal_groups.ts";
import { type Html, markup } from "./report_html.ts";
import { printed } from "./report_text.ts";
import type { RunView } from "./run_view.ts";

/** Maximum number of groups. */
const maxGroups = 50;

/** Refused values by reason with their number, and for code the faulty line of the first. */
export function refusalsSection({ refusals }: RunView): Html {
  if (refusals.count === 0) return markup`<p class="quiet">Nothing was refused.</p>`;
  const shown = refusals.groups.slice(0, maxGroups);
  const left = refusals.count - shown.reduce((sum, { count }) => sum + count, 0);
  return markup`
    <div class="list">
      ${shown.map(groupRow)}
    </div>${left > 0 && markup`<p class="quiet">${left} more are in events.jsonl.</p>`}
  `;
}

function groupRow({ first, count, firstStep, lastStep }: RefusalGroup, place: number): Html {
  return markup`
    <details class="refusal shown" id="refusal-${place + 1}">
      <summary>
        <b>${count}×</b> <code>${first.parameter}</code> <span class="quiet">${
    stepsText(firstStep, lastStep)
  }</span>
        <span class="reason">${first.reason}</span>
      </summary>
      ${diagnosticsOf(first)}
      <div class="name">${count === 1 ? "the suggestion" : "the first suggestion"}</div>
      <pre>${printed(first.value)}</pre>
    </details>
  `;
}

function stepsText(first: number, last: number): string {
  return first === last ? `step ${first}` : `steps ${first} to ${last}`;
}

function diagnosticsOf({ diagnostics }: Rejection): Html[] {
  return (diagnostics ?? []).map(({ stage, line, column, lineText }) =>
    markup`<pre>${stage}, line ${line}, column ${column}
${lineText}
${" ".repeat(Math.min(300, Math.max(0, column - 1)))}^</pre>`
  );
}

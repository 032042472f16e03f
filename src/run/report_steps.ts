/**
 * The section of a report on the steps of the run.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import type { Attempts } from "./attempts.ts";
import { countsText } from "./report_attempts.ts";
import { type Html, markup } from "./report_html.ts";
import { leftOut, maxRows } from "./report_table.ts";
import type { RunView, StepView } from "./run_view.ts";
import { scoreText } from "./score_text.ts";

/** Maximum number of failed model calls of a step. */
const maxTroubles = 5;

/** One row per step: the outcomes of its proposals, and the best score after it. */
export function stepsSection(view: RunView, attempts: Attempts): Html {
  const steps = view.steps.filter(({ step, proposals, comparisons }) =>
    step > 0 || proposals.length + comparisons.length > 0
  );
  if (steps.length === 0) return markup`<p class="quiet">No step was finished.</p>`;
  const news = steps.filter(({ isBest }) => isBest).length;
  return markup`
    <details class="shown">
      <summary>Steps: ${steps.length + view.omittedSteps}, with a new best: ${news}</summary>
      <div class="scroll">
        <table>
      <tr><th class="number">step</th><th>proposals</th>
      <th class="number">best so far</th><th class="number">evaluations</th></tr>
      ${steps.slice(0, maxRows).map((step) => stepRow(step, attempts))}
        </table>
      </div>${leftOut(steps.length + view.omittedSteps, Math.min(steps.length, maxRows))}
    </details>
  `;
}

function stepRow({ step, troubles, end, isBest }: StepView, attempts: Attempts): Html {
  return markup`
    <tr class="${isBest ? "new" : ""}">
      <td class="number">${step}${isBest && " ★"}</td>
      <td>${countsText(attempts.counts(step))}${
    troubles.slice(0, maxTroubles).map(({ kind, reason }) =>
      markup`<div class="bad">${kind}: ${cutText(reason, 400)}</div>`
    )
  }${leftOut(troubles.length, maxTroubles)}</td>
      <td class="number">${scoreText(end?.best ?? null)}</td>
      <td class="number">${end?.spent.evaluations.toLocaleString("en-US")}</td>
    </tr>
  `;
}

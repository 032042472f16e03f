/**
 * The section of a report on the steps of the run.
 *
 * @module
 */
import type { EventOf } from "../trainer/event.ts";
import type { RunView, StepView } from "./run_view.ts";
import { type Html, markup } from "./report_html.ts";
import { leftOut, maxRows } from "./report_table.ts";
import { bounded } from "./report_text.ts";
import { scoreText } from "./score_text.ts";

/** One row per step: its proposals, their results and the best score after it. */
export function stepsSection(view: RunView): Html {
  const steps = view.steps.filter(({ step, proposals, comparisons }) =>
    step > 0 || proposals.length + comparisons.length > 0
  );
  if (steps.length === 0) return markup`<p class="quiet">No step was finished.</p>`;
  return markup`
    <div class="scroll">
      <table>
    <tr><th class="number">step</th><th>proposals</th><th class="number">best of the step</th>
    <th class="number">best so far</th><th class="number">evaluations</th></tr>
    ${steps.slice(0, maxRows).map(stepRow)}
      </table>
    </div>${leftOut(steps.length + view.omittedSteps, Math.min(steps.length, maxRows))}
  `;
}

function stepRow(step: StepView): Html {
  const { comparisons, troubles, end, isBest } = step;
  const scores = comparisons.flatMap(({ score }) => score === null ? [] : [score]);
  return markup`
    <tr class="${isBest ? "new" : ""}">
      <td class="number">${step.step}</td>
      <td>${
    troubles.map(({ kind, reason }) =>
      markup`<div class="bad">${kind}: ${bounded(reason, 400)}</div>`
    )
  }${proposalsOf(step)}</td>
      <td class="number">${scoreText(scores.length > 0 ? Math.max(...scores) : null)}</td>
      <td class="number">${scoreText(end?.best ?? null)}</td>
      <td class="number">${end?.spent.evaluations.toLocaleString("en-US")}</td>
    </tr>
  `;
}

/** Maximum number of proposals shown per step before they are folded. */
const fewProposals = 4;

/** Maximum number of proposals of a step. */
const maxProposals = 60;

/** The proposals of a step: in full when there are few, otherwise folded with counts. */
function proposalsOf(step: StepView): Html {
  const shown = shownProposals(step);
  const counts = outcomeText(step);
  if (shown.length === 0) return markup`${counts}`;
  if (shown.length <= fewProposals) return markup`${counts}${shown.map(proposalRow)}`;
  const accepted = shown.filter(({ comparison }) => comparison?.isAccepted);
  const others = shown.filter(({ comparison }) => !comparison?.isAccepted).slice(0, maxProposals);
  return markup`
    <details${step.isBest && markup` open`}>
      <summary>${counts}</summary>
      ${accepted.map(proposalRow)}
      ${
    accepted.length === 0
      ? others.map(proposalRow)
      : markup`<details><summary>the others</summary>${others.map(proposalRow)}</details>`
  }
    </details>
  `;
}

/** A proposal and its comparison, when there was one. */
interface ShownProposal {
  readonly text: string;
  readonly comparison: EventOf<"compared"> | undefined;
  readonly isRepair: boolean;
}

function shownProposals({ proposals, comparisons }: StepView): ShownProposal[] {
  return proposals.map((proposal) => ({
    text: proposal.reasoning || proposal.reason || "",
    comparison: comparisons.findLast(({ candidate }) => candidate === proposal.candidate),
    isRepair: proposal.attempt > 0,
  })).filter(({ text }) => text !== "");
}

function proposalRow({ text, comparison, isRepair }: ShownProposal): Html {
  return markup`<p>${isRepair && "Repair: "}${text}${
    comparison !== undefined && markup` <span class="quiet">${comparison.reason}</span>`
  }</p>`;
}

function outcomeText({ proposals, comparisons }: StepView): string {
  const count = (outcome: string) => proposals.filter((one) => one.outcome === outcome).length;
  return [
    [count("suggestion"), "proposed"],
    [proposals.filter(({ rejections }) => rejections.length > 0).length, "refused"],
    [count("unusable"), "unusable"],
    [count("nothing"), "nothing to change"],
    [comparisons.filter(({ isAccepted }) => !isAccepted).length, "not better"],
    [comparisons.filter(({ isAccepted }) => isAccepted).length, "accepted"],
  ].flatMap(([number, word]) => number === 0 ? [] : [`${number} ${word}`]).join(", ");
}

/**
 * The parts of a report that tell what was tried: steps, rejections, examples.
 *
 * @module
 */
import type { Rejection } from "../problem/proposal.ts";
import type { EventOf } from "../trainer/event.ts";
import type { ExampleView, RunView, StepView } from "./run_view.ts";
import { type Html, markup } from "./report_html.ts";
import { bounded, printed } from "./report_text.ts";
import { scoreText } from "./score_text.ts";

/** Rows shown of a long table. */
const maxRows = 400;

/** One row per step: what was tried, what came of it, the best after it. */
export function stepsSection(view: RunView): Html {
  const steps = view.steps.filter(({ step, proposals, comparisons }) =>
    step > 0 || proposals.length + comparisons.length > 0
  );
  if (steps.length === 0) return markup`<p class="quiet">No step was finished.</p>`;
  return markup`
    <div class="scroll">
      <table>
    <tr><th class="number">step</th><th>tried</th><th class="number">best of the step</th>
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
  }${triedIn(step)}</td>
      <td class="number">${scoreText(scores.length > 0 ? Math.max(...scores) : null)}</td>
      <td class="number">${scoreText(end?.best ?? null)}</td>
      <td class="number">${end?.spent.evaluations.toLocaleString("en-US")}</td>
    </tr>
  `;
}

/** Proposals of a step that are told in full; where there are more, they are folded away. */
const fewProposals = 4;

/** Proposals of a step that are told at all. */
const maxProposals = 60;

/** What was tried: in full where a model proposed a few values, else as counts that open where something better was found. */
function triedIn(step: StepView): Html {
  const told = toldProposals(step);
  const counts = outcomeText(step);
  if (told.length === 0) return markup`${counts}`;
  if (told.length <= fewProposals) return markup`${counts}${told.map(proposalRow)}`;
  const kept = told.filter(({ verdict }) => verdict?.isAccepted);
  const others = told.filter(({ verdict }) => !verdict?.isAccepted).slice(0, maxProposals);
  return markup`
    <details${step.isBest && markup` open`}>
      <summary>${counts}</summary>
      ${kept.map(proposalRow)}
      ${
    kept.length === 0
      ? others.map(proposalRow)
      : markup`<details><summary>the others</summary>${others.map(proposalRow)}</details>`
  }
    </details>
  `;
}

/** A proposal, and what came of it. */
interface ToldProposal {
  readonly words: string;
  readonly verdict: EventOf<"compared"> | undefined;
  readonly isRepair: boolean;
}

function toldProposals({ proposals, comparisons }: StepView): ToldProposal[] {
  return proposals.map((proposal) => ({
    words: proposal.reasoning || proposal.reason || "",
    verdict: comparisons.findLast(({ candidate }) => candidate === proposal.candidate),
    isRepair: proposal.attempt > 0,
  })).filter(({ words }) => words !== "");
}

function proposalRow({ words, verdict, isRepair }: ToldProposal): Html {
  return markup`<p>${isRepair && "Repair: "}${bounded(words, 2000)}${
    verdict !== undefined && markup` <span class="quiet">${verdict.reason}</span>`
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
    [comparisons.filter(({ isAccepted }) => isAccepted).length, "kept"],
  ].flatMap(([number, word]) => number === 0 ? [] : [`${number} ${word}`]).join(", ");
}

/** Every refused value with its reason, and for code the line at fault. */
export function rejectionsSection(view: RunView): Html {
  const { rejections } = view;
  if (rejections.length === 0) return markup`<p class="quiet">Nothing was refused.</p>`;
  return markup`
    <div class="scroll">
      <table>
    <tr><th class="number">step</th><th>parameter</th><th>reason</th></tr>
    ${
    rejections.slice(0, maxRows).map(({ step, rejection }) =>
      markup`
        <tr>
          <td class="number">${step}</td>
          <td><code>${rejection.parameter}</code></td>
          <td>${bounded(rejection.reason, 1000)}${diagnosticsOf(rejection)}
              <details><summary>what was suggested</summary><pre>${
        bounded(
          printed(rejection.value),
          4000,
        )
      }</pre></details></td>
        </tr>
      `
    )
  }
      </table>
    </div>${leftOut(view.rejectionCount, Math.min(rejections.length, maxRows))}
  `;
}

function diagnosticsOf({ diagnostics }: Rejection): Html[] {
  return (diagnostics ?? []).slice(0, 5).map(({ stage, line, column, lineText }) =>
    markup`<pre>${stage}, line ${line}, column ${column}
${bounded(lineText, 300)}
${" ".repeat(Math.min(300, Math.max(0, column - 1)))}^</pre>`
  );
}

/** The examples on which candidates are compared in the end: score and words, before and after. */
export function examplesSection(view: RunView): Html {
  const examples = (["test", "validation", "train"] as const)
    .map((split) => view.examples(split).filter(({ initial, best }) => initial ?? best))
    .find((found) => found.length > 0);
  if (examples === undefined) return markup`<p class="quiet">No example was evaluated.</p>`;
  return markup`
    <div class="scroll">
      <table>
    <tr><th>example</th><th class="number">before</th><th class="number">after</th><th>what the guide said in the end</th></tr>
    ${examples.slice(0, 100).map(exampleRow)}
      </table>
    </div>${leftOut(examples.length, 100)}
  `;
}

function exampleRow({ split, index, initial, best }: ExampleView): Html {
  const [from, to] = [initial?.score, best?.score];
  const tone = typeof from === "number" && typeof to === "number" && from !== to
    ? to > from ? "good" : "bad"
    : "";
  return markup`
    <tr>
      <td>${split} ${index + 1}</td>
      <td class="number">${scoreText(from ?? null)}</td>
      <td class="number ${tone}">${scoreText(to ?? null)}</td>
      <td>${best?.words}</td>
    </tr>
  `;
}

function leftOut(count: number, shown = maxRows): Html | false {
  return count > shown && markup`<p class="quiet">${count - shown} more are in events.jsonl.</p>`;
}

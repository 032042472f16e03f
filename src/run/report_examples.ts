/**
 * The section of a report on the examples of the comparison, worst change first.
 *
 * @module
 */
import { type Html, markup } from "./report_html.ts";
import { leftOut } from "./report_table.ts";
import { readable } from "./report_text.ts";
import type { EvaluationView, ExampleView } from "./example_views.ts";
import type { RunView } from "./run_view.ts";
import { changeText, scoreTexts } from "./score_text.ts";

/** Maximum number of examples. */
const maxExamples = 100;

/** Number of examples that are not folded away. */
const firstExamples = 8;

/** The examples that the verdict compares: data, outputs, scores and feedback before and after. */
export function examplesSection(view: RunView): Html {
  const isTested = (view.finished?.test ?? null) !== null;
  const found = (isTested ? ["test"] as const : [view.split, "train"] as const)
    .map((split) => view.examples(split).filter(({ initial, best }) => initial ?? best))
    .find((examples) => examples.length > 0);
  if (found === undefined) return markup`<p class="quiet">No example was evaluated.</p>`;
  const examples = found.toSorted((a, b) => changeOf(a) - changeOf(b) || a.index - b.index);
  const rows = examples.slice(0, maxExamples).map(exampleRow);
  const folded = rows.slice(firstExamples);
  return markup`
    <p class="quiet">${sumText(examples)} The worst change comes first.</p>
    <div class="list">
      <div class="row head"><span>example</span><span>before</span><span>after</span><span>change</span></div>
      ${rows.slice(0, firstExamples)}
      ${
    folded.length > 0 &&
    markup`<details><summary class="more">${folded.length} more</summary>${folded}</details>`
  }
    </div>${leftOut(examples.length, maxExamples)}
  `;
}

/** The change of an example's score; a run that failed is worse than any score. */
function changeOf({ initial, best }: ExampleView): number {
  const [from, to] = [initial?.score ?? null, best?.score ?? null];
  if (from === null && to === null) return 0;
  if (from === null) return Infinity;
  return to === null ? -Infinity : to - from;
}

function sumText(examples: readonly ExampleView[]): string {
  const changes = examples.map(changeOf);
  const count = (is: (change: number) => boolean) => changes.filter(is).length;
  return [
    `Examples: ${changes.length}; better ${count((change) => change > 0)}`,
    `worse ${count((change) => change < 0)}`,
    `the same ${count((change) => change === 0)}.`,
  ].join(", ");
}

function exampleRow(example: ExampleView): Html {
  const { split, index, data, initial, best } = example;
  const [from, to] = [initial?.score ?? null, best?.score ?? null];
  const [before, after] = scoreTexts([from, to]);
  const change = changeOf(example);
  const tone = change > 0 ? "good" : change < 0 ? "bad" : "quiet";
  return markup`
    <details class="example shown" id="example-${split}-${index + 1}">
      <summary class="row">
        <span>${split} ${index + 1}</span>
        <span>${scoreCell(before, initial)}</span>
        <span>${scoreCell(after, best)}</span>
        <span class="${tone}">${changeCell(from, to)}</span>
      </summary>
      <div class="sides">
        ${textBlock("input", data?.input)}
        ${textBlock("expected", data?.expected)}
        ${textBlock("output before", initial?.output)}
        ${textBlock("output after", best?.output)}
        ${textBlock("feedback before", initial?.words)}
        ${textBlock("feedback after", best?.words)}
      </div>
    </details>
  `;
}

function scoreCell(text: string | undefined, run: EvaluationView | undefined): string {
  return run !== undefined && run.score === null ? "failed" : text ?? "";
}

function changeCell(from: number | null, to: number | null): string {
  if (from === null && to === null) return "";
  if (from === null) return "now runs";
  if (to === null) return "now fails";
  return from === to ? "same" : changeText(from, to);
}

function textBlock(name: string, text: string | undefined): Html | false {
  return text !== undefined && text !== "" && markup`
    <div>
      <div class="name">${name}</div>
      <pre>${readable(text)}</pre>
    </div>
  `;
}

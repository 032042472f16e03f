/**
 * The section of a report on the examples of the final comparison.
 *
 * @module
 */
import { type Html, markup } from "./report_html.ts";
import { leftOut } from "./report_table.ts";
import type { ExampleView, RunView } from "./run_view.ts";
import { scoreText } from "./score_text.ts";

/** The examples of the final comparison: scores before and after, and the feedback on the best candidate. */
export function examplesSection(view: RunView): Html {
  const examples = (["test", "validation", "train"] as const)
    .map((split) => view.examples(split).filter(({ initial, best }) => initial ?? best))
    .find((found) => found.length > 0);
  if (examples === undefined) return markup`<p class="quiet">No example was evaluated.</p>`;
  return markup`
    <div class="scroll">
      <table>
    <tr><th>example</th><th class="number">before</th><th class="number">after</th><th>feedback on the best</th></tr>
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

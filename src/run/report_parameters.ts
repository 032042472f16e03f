/**
 * The section of a report with the changes of the best candidate.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import { diffLines } from "./report_diff.ts";
import { type Html, markup } from "./report_html.ts";
import { pause } from "../trainer/pause.ts";
import { maxText, printed } from "./report_text.ts";
import type { RunView } from "./run_view.ts";

/** Code as a diff to the initial code; other values before and after. Other work may run between two diffs. */
export async function parametersSection(view: RunView): Promise<Html> {
  const parameters = view.started?.task.parameters ?? [];
  const best = view.bestValues;
  const codes = parameters.filter(({ kind }) => kind === "code");
  const values = parameters.filter(({ kind }) => kind === "value");
  const diffs: Html[] = [];
  for (const { name, value, description } of codes) {
    diffs.push(codeDiff(name, description, printed(value), printed(best[name])));
    await pause();
  }
  return markup`
    ${diffs}
    ${
    values.length > 0 && markup`
      <div class="scroll">
        <table class="values">
      <tr><th>parameter</th><th>before</th><th>after</th></tr>
      ${
      values.map(({ name, value, description }) => {
        const [before, after] = [printed(value), printed(best[name])];
        return markup`
          <tr class="${before === after ? "" : "new"}">
            <td><code>${name}</code>${
          description !== undefined &&
          markup`<br><span class="quiet">${description}</span>`
        }</td>
            <td><code>${cutText(before, maxText)}</code></td>
            <td><code>${cutText(after, maxText)}</code></td>
            </tr>
        `;
      })
    }
        </table>
      </div>
    `
  }
  `;
}

function codeDiff(
  name: string,
  description: string | undefined,
  before: string,
  after: string,
): Html {
  const isSame = before === after;
  return markup`
    <div class="code"><h3>${name} <small>${isSame ? "unchanged" : description ?? ""}</small></h3>
    ${isSame ? markup`<pre class="diff">${lines(before)}</pre>` : diffLines(before, after)}</div>
    ${
    !isSame && markup`
      <details>
        <summary>complete code of ${name}</summary>
        <pre>${cutText(after, maxText)}</pre>
      </details>
    `
  }
  `;
}

function lines(text: string): Html[] {
  return cutText(text, maxText).split("\n").map((line) => markup`<span>${line}</span>`);
}

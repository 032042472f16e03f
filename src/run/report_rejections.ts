/**
 * The section of a report on refused values.
 *
 * @module
 */
import type { Rejection } from "../problem/proposal.ts";
import { type Html, markup } from "./report_html.ts";
import { leftOut, maxRows } from "./report_table.ts";
import { printed } from "./report_text.ts";
import type { RunView } from "./run_view.ts";

/** Refused values with the reason, and for code the faulty line. */
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
          <td>${rejection.reason}${diagnosticsOf(rejection)}
              <details><summary>the suggestion</summary><pre>${
        printed(rejection.value)
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
  return (diagnostics ?? []).map(({ stage, line, column, lineText }) =>
    markup`<pre>${stage}, line ${line}, column ${column}
${lineText}
${" ".repeat(Math.min(300, Math.max(0, column - 1)))}^</pre>`
  );
}

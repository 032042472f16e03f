/**
 * The section of a report on the front: the candidates that no other beats in everything.
 *
 * @module
 */
import { frontChart } from "./chart/front_chart.ts";
import { exactText } from "./front_text.ts";
import { type Html, markup } from "./report_html.ts";
import { leftOut, maxRows } from "./report_table.ts";
import type { RunView } from "./run_view.ts";

/** Maximum number of metrics that are drawn. */
const maxCharts = 4;

/** The front drawn, and one row per candidate, the best score first; nothing for a task that declares no metrics. */
export function frontSection(view: RunView): Html | false {
  const directions = Object.entries(view.started?.task.metrics ?? {});
  if (directions.length === 0) return false;
  const points = view.front.toSorted((one, other) =>
    (other.score ?? -Infinity) - (one.score ?? -Infinity) || 0
  );
  return markup`
    <h2>Trade-offs</h2>
    <p class="quiet">No other candidate that was compared on ${view.split} is better than one of these in one number without being
    worse in another. Their values are in events.jsonl, in the events “front”.</p>
    <div class="fronts">${
    directions.slice(0, maxCharts).map(([metric, direction]) =>
      frontChart(points, { metric, direction, best: view.best?.candidate })
    )
  }</div>
    <div class="card scroll">
      <table>
        <tr><th>candidate</th><th class="number">step</th><th class="number">score</th>${
    directions.map(([name, direction]) =>
      markup`<th class="number">${name} (${direction} is better)</th>`
    )
  }</tr>${
    points.slice(0, maxRows).map(({ candidate, step, score, metrics }) =>
      markup`
        <tr class="${candidate === view.best?.candidate ? "new" : ""}">
          <td>${candidate}${candidate === view.best?.candidate && " ★"}</td>
          <td class="number">${step}</td>
          <td class="number">${exactText(score)}</td>${
        directions.map(([name]) =>
          markup`<td class="number">${exactText(metrics[name] ?? null)}</td>`
        )
      }
        </tr>
      `
    )
  }
      </table>
    </div>${leftOut(points.length)}
  `;
}

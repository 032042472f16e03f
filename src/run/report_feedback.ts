/**
 * The section of a report on what persons said while the run went on.
 *
 * @module
 */
import { type Html, markup } from "./report_html.ts";
import { scoreText } from "./score_text.ts";
import type { RunView } from "./run_view.ts";

/** The notes, newest first, each with the step that took it up; nothing where there is none. */
export function feedbackSection({ notes }: RunView): Html | false {
  if (notes.length === 0) return false;
  return markup`
    <h2>What people said</h2>
    <div class="list">${
    notes.toReversed().map(({ id, step, text, verdict, score, candidate }) =>
      markup`
      <div class="said" id="note-${id}">
        <p class="quiet">from step ${step} on${
        verdict !== undefined &&
        (verdict === "prefer" ? ", prefers the outputs" : ", rejects the outputs")
      }${score !== undefined && `, gives them ${scoreText(score)}`}${
        candidate !== undefined && `; candidate ${candidate}`
      }</p>
        <p>${text}</p>
      </div>`
    )
  }
    </div>
  `;
}

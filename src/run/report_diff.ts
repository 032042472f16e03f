/**
 * A line diff in a report.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import { hunks, lineDiff } from "../code/line_diff.ts";
import { type Html, markup } from "./report_html.ts";
import { maxText } from "./report_text.ts";

/** Changed lines of a text, with four lines around them. */
export function diffLines(before: string, after: string): Html {
  const marks = { same: "  ", added: "+ ", removed: "- " } as const;
  return markup`<pre class="diff">${
    hunks(lineDiff(cutText(before.trimEnd(), maxText), cutText(after.trimEnd(), maxText)), 4).map((
      line,
    ) =>
      line === null
        ? markup`<span class="skip">  ⋯</span>`
        : markup`<span class="${line.kind}">${marks[line.kind]}${line.text}</span>`
    )
  }</pre>`;
}

/**
 * A line diff in a report.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import { type DiffLine, hunks, lineDiff } from "../code/line_diff.ts";
import { type Html, markup } from "./report_html.ts";
import { maxText } from "./report_text.ts";

/** Changed lines of a text, with four lines around them. */
export function diffLines(before: string, after: string): Html {
  const [from, to] = [before.trimEnd(), after.trimEnd()].map((text) => cutText(text, maxText));
  return diffOf(hunks(lineDiff(from ?? "", to ?? ""), 4));
}

const marks = { same: "  ", added: "+ ", removed: "- " } as const;

/** The lines of a diff; null marks omitted ones. */
export function diffOf(diff: readonly (DiffLine | null)[]): Html {
  return markup`<pre class="diff">${
    diff.map((line) =>
      line === null
        ? markup`<span class="skip">  ⋯</span>`
        : markup`<span class="${line.kind}">${marks[line.kind]}${line.text}</span>`
    )
  }</pre>`;
}

/**
 * The style sheet and the script of the live page.
 *
 * @module
 */
import { hidden } from "../../printable.ts";
import { chartStyle } from "../../run/chart/chart_style.ts";
import script from "./live.js" with { type: "text" };
import style from "./live.css" with { type: "text" };

/** Files that the page loads, with their content types. */
export const pageAssets: readonly {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}[] = [
  { path: "/live.css", type: "text/css; charset=utf-8", text: `${style}${chartStyle}` },
  {
    path: "/live.js",
    type: "text/javascript; charset=utf-8",
    text: `const hidden = ${hidden};\n${script}`,
  },
];

/**
 * The style sheet and the scripts of the pages.
 *
 * @module
 */
import { reportStyle } from "../../run/report_style.ts";
import chartReader from "./chart_reader.js" with { type: "text" };
import call from "./call.js" with { type: "text" };
import copyCode from "./copy_code.js" with { type: "text" };
import job from "./job.js" with { type: "text" };
import live from "./live.js" with { type: "text" };
import newJob from "./new_job.js" with { type: "text" };
import sourceFiles from "./source_files.js" with { type: "text" };
import forms from "./forms.css" with { type: "text" };
import style from "./live.css" with { type: "text" };

const css = "text/css; charset=utf-8";
const javaScript = "text/javascript; charset=utf-8";

/** Files that the pages load, with their content types. Parts of a report have its style. */
export const pageAssets: readonly {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}[] = [
  { path: "/live.css", type: css, text: `${reportStyle}${forms}${style}` },
  { path: "/live.js", type: javaScript, text: live },
  { path: "/call.js", type: javaScript, text: call },
  { path: "/chart_reader.js", type: javaScript, text: chartReader },
  { path: "/copy_code.js", type: javaScript, text: copyCode },
  { path: "/job.js", type: javaScript, text: job },
  { path: "/new_job.js", type: javaScript, text: newJob },
  { path: "/source_files.js", type: javaScript, text: sourceFiles },
];

/**
 * The section of a report with all that a user should know before believing it: the failure, warnings, limits that
 * this machine lacks, and results that depend on its speed.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import type { EventOf } from "../trainer/event.ts";
import { startFails } from "../trainer/start_warning.ts";
import { byClockText } from "./by_clock_text.ts";
import { type Html, markup } from "./report_html.ts";
import { leftOut } from "./report_table.ts";
import { sourceText } from "./report_text.ts";
import type { RunView } from "./run_view.ts";

/** Maximum number of warnings shown. */
const maxWarnings = 20;

/** Maximum characters of a warning. */
const maxWarning = 2_000;

/** The failure in red, warnings in yellow; a start that fails in red. */
export function notesSection(view: RunView): Html[] {
  const { finished, warnings } = view;
  const error = finished?.error;
  return [
    ...(error === undefined ? [] : [
      note(
        "bad",
        markup`<b>${error.code}</b>: ${cutText(error.message, maxWarning)}`,
        error.advice,
      ),
    ]),
    ...warnings.slice(0, maxWarnings).map(warningNote),
    ...(warnings.length > maxWarnings ? [markup`${leftOut(warnings.length, maxWarnings)}`] : []),
    ...byClockNote(view),
    ...missingLimitsNote(view),
  ];
}

function warningNote({ code, message, advice, file, line, failed, of }: EventOf<"warning">): Html {
  const place = file === undefined
    ? ""
    : `${sourceText(file)}${line === undefined ? "" : `:${line}`}`;
  return note(
    code === startFails ? "bad" : "warn",
    markup`${cutText(message, maxWarning)}${place !== "" && markup` <code>${place}</code>`}${
      failed !== undefined && of !== undefined && ` (${failed} of ${of} examples)`
    }`,
    advice,
  );
}

function byClockNote(view: RunView): Html[] {
  const text = byClockText(view);
  return text === undefined ? [] : [note("warn", markup`${text.message}`, text.advice)];
}

function missingLimitsNote({ started }: RunView): Html[] {
  const missing = started?.missingLimits ?? [];
  if (missing.length === 0) return [];
  return [note(
    "warn",
    markup`This machine does not enforce: ${missing.map(({ limit }) => limit).join(", ")}.`,
    missing.map(({ limit, otherwise }) => `${limit}: ${otherwise}`).join("; "),
  )];
}

function note(tone: "bad" | "warn", text: Html, advice: string | undefined): Html {
  return markup`
    <div class="note ${tone}" role="note">
      <p>${text}</p>
      ${advice !== undefined && markup`<p class="quiet">${cutText(advice, maxWarning)}</p>`}
    </div>
  `;
}

/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * What went wrong in a job: its failure, warnings, failed evaluations, lost model calls, and refused values.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";
import { notesSection } from "../../run/report_notes.ts";
import { refusalsSection } from "../../run/report_refusals.ts";
import { Part } from "./document.tsx";
import { jobFrame, type ShownJob } from "./job_frame.tsx";
import { LogLines } from "./job_log.tsx";
import type { LogLine } from "./log_tail.ts";

/** Maximum number of failed evaluations, and of troubles with the model; the newest. */
const maxShown = 30;

/** The page as HTML. */
export function jobFaults(shown: ShownJob): string {
  const { run, log } = shown.view;
  const notes = notesSection(run);
  const failed = log.lines("evaluated").filter(({ tone }) => tone === "bad").slice(0, maxShown);
  return jobFrame(
    shown,
    "faults",
    <>
      <section id="warnings">
        <h2>Failures and warnings</h2>
        {notes.length === 0 ? <p class="quiet">There is none.</p> : <Part of={notes} />}
      </section>
      <Lines id="failed" title="Failed evaluations, of the last hundred" lines={failed} />
      <Lines
        id="troubles"
        title="Trouble with the model"
        lines={log.lines("model-trouble").slice(0, maxShown)}
      />
      <section id="refusals">
        <h2>Refused values</h2>
        <Part of={refusalsSection(run)} />
      </section>
    </>,
  );
}

function Lines({ id, title, lines }: {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly LogLine[];
}): JSX.Element {
  return (
    <section id={id}>
      <h2>{title}</h2>
      {lines.length === 0 ? <p class="quiet">There is none.</p> : <LogLines lines={lines} />}
    </section>
  );
}

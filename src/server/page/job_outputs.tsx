/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The outputs of a job's best candidate, beside those of its start.
 *
 * @module
 */
import { drawingsSection } from "../../run/report_drawings.ts";
import { examplesSection } from "../../run/report_examples.ts";
import { Part } from "./document.tsx";
import { jobFrame, type ShownJob } from "./job_frame.tsx";

/** The page as HTML. */
export function jobOutputs(shown: ShownJob): string {
  const { run } = shown.view;
  return jobFrame(
    shown,
    "outputs",
    <>
      <div id="drawings">
        <Part of={drawingsSection(run)} />
      </div>
      <section id="examples">
        <h2>Outputs before and after</h2>
        <Part of={examplesSection(run)} />
      </section>
    </>,
  );
}

/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The outputs of a job's best candidate, beside those of its start, and the form for a person's feedback on them.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";
import { isFinal } from "../../jobs/job.ts";
import { drawingsSection } from "../../run/report_drawings.ts";
import { examplesSection } from "../../run/report_examples.ts";
import { feedbackSection } from "../../run/report_feedback.ts";
import { maxNoteLength } from "../../trainer/note.ts";
import { Part } from "./document.tsx";
import { jobFrame, type ShownJob } from "./job_frame.tsx";

/** The page as HTML. */
export function jobOutputs(shown: ShownJob): string {
  const { job, view: { run } } = shown;
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
      {!isFinal(job.state) && <FeedbackForm run={run} />}
      <div id="said">
        <Part of={feedbackSection(run)} />
      </div>
    </>,
  );
}

/** Words on the outputs of the best candidate; the script sends them. */
function FeedbackForm({ run }: Pick<ShownJob["view"], "run">): JSX.Element {
  return (
    <section id="your-feedback" class="needs-script">
      <h2>Your feedback</h2>
      <p class="quiet">
        {run.started?.model === null
          ? "This run asks no model, and its search reads numbers only: what you write is kept in the log and the report."
          : "From its next step on, the run shows your words to the model beside the feedback of the guide. They change no score."}
      </p>
      <form id="feedback">
        <p role="alert" tabindex={-1}></p>
        {run.best !== undefined && (
          <input type="hidden" name="/candidate" value={run.best.candidate} data-kind="text" />
        )}
        <div class="field">
          <label for="/text">
            What is good or bad about the outputs, and what should they be like?
          </label>
          <textarea
            id="/text"
            name="/text"
            rows={4}
            maxlength={maxNoteLength}
            data-kind="text"
            data-own
          >
          </textarea>
          <p class="fault" id="fault-of-/text"></p>
        </div>
        <fieldset class="plain">
          <legend>Would you have them so?</legend>
          <p class="choices">
            <Verdict value="" text="no answer" isChecked />
            <Verdict value="prefer" text="yes, I prefer these" />
            <Verdict value="reject" text="no, I reject these" />
          </p>
        </fieldset>
        <div class="field short">
          <label for="/score">Your own score, if you like</label>
          <input id="/score" name="/score" type="number" step="any" data-kind="number" data-own />
          <p class="fault" id="fault-of-/score"></p>
        </div>
        <button type="submit" class="primary">Send</button>
        <p role="status" data-own></p>
      </form>
    </section>
  );
}

function Verdict({ value, text, isChecked = false }: {
  readonly value: string;
  readonly text: string;
  readonly isChecked?: boolean;
}): JSX.Element {
  return (
    <label>
      <input
        type="radio"
        name="/verdict"
        value={value}
        data-kind="text"
        data-own
        {...(isChecked ? { checked: true } : {})}
      />{" "}
      {text}
    </label>
  );
}

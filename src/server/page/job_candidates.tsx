/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The candidates of a job, each with its score and the diff of its values against its parent.
 *
 * @module
 */
import { attemptRow, countsText } from "../../run/report_attempts.ts";
import type { Html } from "../../run/report_html.ts";
import { pause } from "../../trainer/pause.ts";
import { Part } from "./document.tsx";
import { jobFrame, type ShownJob } from "./job_frame.tsx";

/** Maximum number of candidates that were kept, and of others; the newest. */
const maxShown = 30;

/** The page as HTML. Other work may run between two diffs. */
export async function jobCandidates(shown: ShownJob): Promise<string> {
  const { attempts } = shown.view;
  const all = attempts.shown.map((attempt) => ({ attempt, outcome: attempts.outcomeOf(attempt) }))
    .reverse();
  const rows = async (isKept: boolean) => {
    const made: Html[] = [];
    for (
      const { attempt, outcome } of all.filter(({ outcome }) => (outcome === "kept") === isKept)
        .slice(0, maxShown)
    ) {
      made.push(attemptRow(attempt, { outcome, attempts, hasMessages: false }));
      await pause();
    }
    return made;
  };
  const [kept, others] = [await rows(true), await rows(false)];
  return jobFrame(
    shown,
    "candidates",
    <>
      <p id="counts">
        {attempts.total === 0
          ? "Nothing was proposed yet."
          : `${attempts.total.toLocaleString("en-US")} proposed: ${countsText(attempts.counts())}.`}
      </p>
      {kept.length > 0 && (
        <section id="kept">
          <h2>Kept</h2>
          <div class="list">
            <Part of={kept} />
          </div>
        </section>
      )}
      {others.length > 0 && (
        <section id="others">
          <h2>Not kept</h2>
          <div class="list">
            <Part of={others} />
          </div>
        </section>
      )}
      {all.length > kept.length + others.length && (
        <p class="quiet">The newest are shown; the report has earlier ones, and the prompts.</p>
      )}
    </>,
  );
}

/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The overview of a job: what came out so far, its chart, the best values, and the cost by role.
 *
 * @module
 */
import { isFinal, type JobState } from "../../jobs/job.ts";
import type { JSX } from "hono/jsx/jsx-runtime";
import { costText, countText } from "../../run/amount_text.ts";
import { chartOf } from "../../run/chart/chart.ts";
import { frontSection } from "../../run/report_front.ts";
import { parametersSection } from "../../run/report_parameters.ts";
import { verdictSection } from "../../run/report_verdict.ts";
import type { RunView } from "../../run/run_view.ts";
import { scoreText } from "../../run/score_text.ts";
import { Part } from "./document.tsx";
import { jobFrame, type ShownJob } from "./job_frame.tsx";
import { BudgetLine, Results } from "./job_results.tsx";

/** Rows of the table below the chart. */
const maxRows = 50;

/** The page as HTML. */
export async function jobOverview(shown: ShownJob): Promise<string> {
  const { job, view: { run } } = shown;
  if (run.started === undefined) {
    return jobFrame(shown, "", <p id="waiting" class="quiet">{waitingText(job.state)}</p>);
  }
  return jobFrame(
    shown,
    "",
    <>
      <div id="verdict">
        <Part of={verdictSection(run, undefined)} />
      </div>
      <section id="chart" aria-label="Chart">
        <h2>Scores</h2>
        <Part of={chartOf(run.chart, "evaluations")} />
        <BestScores run={run} />
      </section>
      <div id="front">
        <Part of={frontSection(run)} />
      </div>
      <section id="best" aria-label="Best values">
        <h2>Best values so far</h2>
        <Part of={await parametersSection(run)} />
        <CopyButtons run={run} />
      </section>
      <section id="cost" aria-label="Cost">
        <h2>Cost</h2>
        <BudgetLine run={run} />
        <CostTable run={run} />
      </section>
      <section id="results" aria-label="Results">
        <h2>Results</h2>
        <Results job={job} run={run} />
      </section>
    </>,
  );
}

function waitingText(state: JobState): string {
  if (state === "queued") return "The job waits for its turn.";
  return isFinal(state)
    ? "The job ended before its run had an event."
    : "The run has no event yet.";
}

/** Copies whole codes, also those that are cut on the page. */
function CopyButtons({ run }: { readonly run: RunView }): JSX.Element | null {
  const codes = run.started?.task.parameters.filter(({ kind }) => kind === "code") ?? [];
  if (run.best === undefined || codes.length === 0) return null;
  return (
    <p id="copies" class="needs-script">
      {codes.map(({ name }) => (
        <button key={name} type="button" data-copy={name}>Copy the best {name}</button>
      ))}
      <span id="copied" role="status" data-own></span>
    </p>
  );
}

/** The line of the chart in numbers. */
function BestScores({ run: { chart } }: { readonly run: RunView }): JSX.Element {
  const changes = chart.curve.filter(({ score }, i) => score !== chart.curve[i - 1]?.score);
  return (
    <details id="scores">
      <summary>The best scores as numbers</summary>
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">Evaluations</th>
            <th scope="col" class="number">Step</th>
            <th scope="col">Best score</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(-maxRows).map(({ at, step, score }) => (
            <tr key={step}>
              <td class="number">{countText(at)}</td>
              <td class="number">{step}</td>
              <td>{scoreText(score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Calls, tokens and dollars of each role, and the evaluations. */
function CostTable({ run: { spent } }: { readonly run: RunView }): JSX.Element {
  const roles = Object.entries(spent.byRole).filter(([, { calls }]) => calls > 0);
  return (
    <>
      <p>
        {countText(spent.evaluations)} evaluations in {spent.seconds.toFixed(1)} s;{" "}
        {spent.calls === 0
          ? "no model was asked."
          : spent.usd === null
          ? "the price of the model is not known."
          : `${costText(spent.usd)} for models.`}
      </p>
      {roles.length > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Role</th>
                {["Calls", "Tokens in", "Tokens out", "Cost"].map((name) => (
                  <th key={name} scope="col" class="number">{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...roles, ["all", spent] as const].map(([role, of]) => (
                <tr key={role}>
                  <th scope="row">{role}</th>
                  <td class="number">{countText(of.calls)}</td>
                  <td class="number">{countText(of.promptTokens)}</td>
                  <td class="number">{countText(of.completionTokens)}</td>
                  <td class="number">{of.usd === null ? "unknown" : costText(of.usd)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

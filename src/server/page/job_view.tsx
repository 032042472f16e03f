/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The view of one job: its state, numbers, chart, best code and log.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";

/** Numbers shown of a job: the id of the element, and its label. */
const numbers = {
  initial: "start",
  best: "best",
  step: "step",
  evaluations: "evaluations",
  calls: "model calls",
  cost: "cost",
} as const;

/** An empty view; the script fills it from the events of the job. */
export function JobView(): JSX.Element {
  return (
    <main id="job" hidden>
      <header>
        <h2 id="title"></h2>
        <p id="state"></p>
        <nav>
          <a id="report" target="_blank">Report</a>
          <button id="cancel" type="button">Cancel</button>
        </nav>
      </header>
      <dl id="numbers">
        {Object.entries(numbers).map(([id, label]) => (
          <div key={id}>
            <dt>{label}</dt>
            <dd id={id}>–</dd>
          </div>
        ))}
      </dl>
      <progress id="progress" max="1" value="0"></progress>
      <div id="chart"></div>
      <h3>Best so far</h3>
      <div id="code"></div>
      <h3>Log</h3>
      <ol id="log"></ol>
    </main>
  );
}

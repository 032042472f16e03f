/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The page that compares jobs: curves, scores, costs, settings and the values that they ended with.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { JSX } from "hono/jsx/jsx-runtime";
import { costText, countText } from "../../run/amount_text.ts";
import { comparedChart } from "../../run/chart/chart.ts";
import {
  changesSinceFirst,
  differingSettings,
  pairedDifference,
  parameterDiffs,
  scoresOfRun,
} from "../../run/compare_runs.ts";
import { diffOf } from "../../run/report_diff.ts";
import { maxText, printed } from "../../run/report_text.ts";
import { scoreTexts, signedText } from "../../run/score_text.ts";
import { cutText, shortText } from "../../cut_text.ts";
import type { Values } from "../../problem/problem.ts";
import { htmlDocument, Part, Time } from "./document.tsx";
import { State } from "./job_list.tsx";
import type { ShownJob } from "./job_frame.tsx";

/** Maximum number of jobs on the page. */
export const maxCompared = 4;

/** Maximum characters of a setting. */
const maxSetting = 80;

/** A job with its letter. */
interface LetteredJob extends ShownJob {
  readonly letter: string;
}

/** The page as HTML; a note where fewer than two jobs are given. */
export function comparePage(shown: readonly ShownJob[]): string {
  const jobs = shown.map((each, i) => ({ ...each, letter: String.fromCharCode(65 + i) }));
  return htmlDocument(
    <>
      <h1>Comparison</h1>
      {jobs.length < 2
        ? (
          <p>
            Choose two to {maxCompared} jobs <a href="/">in the list</a>.
          </p>
        )
        : <Comparison jobs={jobs} />}
    </>,
    { title: "Comparison", place: "compare", scripts: ["/live.js", "/chart_reader.js"] },
  );
}

function Comparison({ jobs }: { readonly jobs: readonly LetteredJob[] }): JSX.Element {
  const runs = jobs.map(({ job, view }) => ({ runDir: job.id, view: view.run }));
  const tasks = new Set(runs.map(({ view }) => view.started?.task.name));
  return (
    <div id="comparison" data-poll>
      {tasks.size > 1 && (
        <p class="note">These jobs are of different tasks: their scores cannot be compared.</p>
      )}
      <section id="curves" aria-label="Curves">
        <h2>Best scores</h2>
        <Part
          of={comparedChart(jobs.map(({ letter, job, view }) => ({
            letter,
            name: job.name,
            data: view.run.chart,
          })))}
        />
      </section>
      <section id="side-by-side">
        <h2>Side by side</h2>
        <SideBySide jobs={jobs} runs={runs} />
        <Intervals jobs={jobs} runs={runs} />
      </section>
      <section id="values">
        <h2>Best values</h2>
        <BestValues jobs={jobs} runs={runs} />
      </section>
    </div>
  );
}

interface Compared {
  readonly jobs: readonly LetteredJob[];
  readonly runs: readonly { readonly runDir: string; readonly view: ShownJob["view"]["run"] }[];
}

function SideBySide({ jobs, runs }: Compared): JSX.Element {
  const all = runs.map(scoresOfRun);
  const tests = all.map(({ test }) => test?.best ?? null);
  const rows: (readonly [string, readonly Child[]])[] = [
    ["State", jobs.map(({ job }) => <State key={job.id} job={job} />)],
    ["Created", jobs.map(({ job }) => <Time key={job.id} at={job.createdAt} />)],
    ["Start", scoreTexts(all.map(({ initial }) => initial))],
    ["Best", scoreTexts(all.map(({ best }) => best)).map((text, i) => <b key={i}>{text}</b>)],
    ...(tests.every((test) => test === null) ? [] : [["Test", scoreTexts(tests)] as const]),
    ["Evaluations", all.map(({ evaluations }) => countText(evaluations))],
    ["Model calls", all.map(({ usage }) => countText(usage.calls))],
    ["Tokens", all.map(({ usage }) => countText(usage.promptTokens + usage.completionTokens))],
    ["Cost", all.map(({ usage }) => costText(usage.usd))],
    ...Object.entries(differingSettings(runs)).map(([name, values]) =>
      [name, values.map(settingText)] as const
    ),
    ...changesRow(runs),
  ];
  return (
    <div class="scroll">
      <table class="sides-table">
        <thead>
          <tr>
            <td></td>
            {jobs.map(({ letter, job }) => (
              <th key={job.id} scope="col">
                {letter}{" "}
                <a href={`/jobs/${job.id}`}>
                  <bdi>{job.name}</bdi>
                </a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => <td key={i}>{cell}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What else differs from the first: modules, examples, versions. */
function changesRow(runs: Compared["runs"]): (readonly [string, readonly Child[]])[] {
  const changes = changesSinceFirst(runs);
  if (changes.every((names) => names.length === 0)) return [];
  return [["Other than A in", ["", ...changes.map((names) => names.join(", ") || "nothing")]]];
}

function settingText(value: unknown): string {
  if (value === undefined || value === null) return "–";
  return shortText(typeof value === "string" ? value : JSON.stringify(value), maxSetting);
}

/** The mean difference to the first, on examples that both used, with its interval. */
function Intervals({ jobs, runs }: Compared): JSX.Element {
  const [first, ...others] = runs;
  return (
    <>
      {others.map((other, i) => {
        const letter = jobs[i + 1]?.letter;
        const found = first && pairedDifference(first, other);
        return (
          <p key={other.runDir}>
            {found === undefined
              ? `${letter} and A were not measured on the same examples, so there is no interval.`
              : `${letter} against A, on the same ${found.examples} ${found.split} examples: mean difference ${
                signedText(found.interval.mean)
              } (95 % interval ${signedText(found.interval.low)} to ${
                signedText(found.interval.high)
              }).${
                found.split === "test"
                  ? ""
                  : " These examples also chose the best of each run, so the interval is too narrow."
              }`}
          </p>
        );
      })}
    </>
  );
}

/** Values as bounded texts. */
function boundedValues(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, cutText(printed(value), maxText)]),
  );
}

function BestValues({ jobs, runs }: Compared): JSX.Element {
  const differences = parameterDiffs(runs.map(({ view }) => boundedValues(view.bestValues)));
  if (differences.length === 0) return <p class="quiet">All parameters are equal.</p>;
  return (
    <>
      {differences.map(({ name, values, diffs }) => (
        <div key={name} class="values-of">
          <h3>{name}</h3>
          {values.some((value) => String(value).includes("\n"))
            ? diffs.map((diff, i) =>
              diff.length === 0
                ? <p key={i} class="quiet">{jobs[i + 1]?.letter} has the value of A.</p>
                : (
                  <>
                    <p class="name">from A to {jobs[i + 1]?.letter}</p>
                    <Part of={diffOf(diff)} />
                  </>
                )
            )
            : (
              <dl>
                {values.map((value, i) => (
                  <>
                    <dt>{jobs[i]?.letter}</dt>
                    <dd>
                      <code>
                        {value === undefined ? "no such parameter" : shortText(String(value), 400)}
                      </code>
                    </dd>
                  </>
                ))}
              </dl>
            )}
        </div>
      ))}
    </>
  );
}

/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * What all pages of a job have in common: its name, state and progress, and the links between them.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { JSX } from "hono/jsx/jsx-runtime";
import { isFinal, type Job } from "../../jobs/job.ts";
import { countText } from "../../run/amount_text.ts";
import { scoreText } from "../../run/score_text.ts";
import { eventTypes } from "../event_schema.ts";
import { current, htmlDocument, Time } from "./document.tsx";
import { State } from "./job_list.tsx";
import type { JobView } from "./job_views.ts";

/** The pages of a job: the last part of the path, and the text of the link. */
export const jobPages = {
  "": "Overview",
  candidates: "Candidates",
  outputs: "Outputs",
  trace: "Trace",
  faults: "Faults",
  log: "Log",
} as const;

/** Name of a page of a job. */
export type JobPageName = keyof typeof jobPages;

/** A job with its run. */
export interface ShownJob {
  readonly job: Job;
  readonly view: JobView;
}

/** Types of events after which a page is fetched again; the others are too many, or change nothing on it. */
const newsTypes = eventTypes.filter((type) =>
  !["evaluated", "example", "exchange", "asking", "answered", "confirmed", "decided"].includes(type)
);

/** One page of a job as HTML. */
export function jobFrame({ job, view }: ShownJob, page: JobPageName, body: Child): string {
  const title = `${job.name}${page === "" ? "" : `, ${jobPages[page].toLowerCase()}`}`;
  return htmlDocument(
    <>
      <JobHead job={job} view={view} />
      <nav class="tabs" aria-label="Pages of the job">
        {Object.entries(jobPages).map(([name, text]) => (
          <a key={name} href={pathOf(job, name)} {...current(name === page)}>{text}</a>
        ))}
      </nav>
      {body}
    </>,
    { title, place: "job", scripts: ["/live.js", "/job.js", "/chart_reader.js"] },
  );
}

/** The path of a page of a job. */
function pathOf({ id }: Job, name: string): string {
  return `/jobs/${id}${name === "" ? "" : `/${name}`}`;
}

/** The head; its attributes tell the script which events come next. */
function JobHead({ job, view: { run, after, isWhole } }: ShownJob): JSX.Element {
  const { id, name, task, state, createdAt, options, error } = job;
  const isOver = isFinal(state);
  const steps = run.started?.steps;
  return (
    <header
      id="head"
      class="job"
      data-job={id}
      data-after={after}
      data-types={newsTypes.join(",")}
      {...(isOver ? {} : { "data-follow": "" })}
    >
      <h1>{name}</h1>
      <p class="quiet">
        {task === null ? "a task of its own" : task !== name && (
          <>
            task <bdi>{task}</bdi> ·{" "}
          </>
        )}
        {task === null && " · "}seed {options.seed ?? 0} · created <Time at={createdAt} />
      </p>
      <p id="state" role="status">
        <State job={job} /> {bestText(run)}
        {run.isTesting && !isOver && "running the held-out test"}
      </p>
      {error !== null && (
        <p class="bad">{`${error.message.replace(/\.?$/, ".")} ${error.advice ?? ""}`}</p>
      )}
      <div class="actions">
        <a class="button" href={`/new?from=${id}`}>Run again</a>
        {after > 0 && <a class="button" id="report" href={`/v1/jobs/${id}/report`}>Report</a>}
        {!isOver && !job.isCancelRequested && (
          <button id="cancel" type="button" class="needs-script">Cancel</button>
        )}
      </div>
      {!isWhole && (
        <p class="quiet" data-poll>
          The log is long: {countText(after)} events are read so far, and more follow.
        </p>
      )}
      {steps !== undefined && !isOver && (
        <p class="progress">
          <label for="progress">Step {Math.min(run.step, steps)} of {steps}</label>
          <progress id="progress" max={Math.max(1, steps)} value={finishedSteps(run)}></progress>
        </p>
      )}
    </header>
  );
}

/** The latest improvement; the line that has it is spoken when it changes. */
function bestText({ best }: JobView["run"]): string {
  return best === undefined || best.step === 0
    ? ""
    : `· best score ${scoreText(best.score)} at step ${best.step} `;
}

function finishedSteps({ steps }: JobView["run"]): number {
  return steps.findLast(({ end }) => end !== undefined)?.step ?? 0;
}

/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The page with the list of jobs.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";
import { isFinal, type Job } from "../../jobs/job.ts";
import { costText, countText, durationText } from "../../run/amount_text.ts";
import { changeText, scoreTexts } from "../../run/score_text.ts";
import { htmlDocument, Time } from "./document.tsx";
import type { JobFigures } from "./job_figures.ts";

/** A job with its figures, where its run has begun. */
export interface ListedJob {
  readonly job: Job;
  readonly figures: JobFigures | undefined;
}

/** A page of jobs. */
export interface JobListOptions {
  /** Newest first. */
  readonly jobs: readonly ListedJob[];
  /** Whether it is the newest page. */
  readonly isFirst: boolean;
  /** The last job of a page that is followed by another. */
  readonly next: string | undefined;
}

/** The list as HTML. */
export function jobListPage({ jobs, isFirst, next }: JobListOptions): string {
  return htmlDocument(
    <>
      <div class="title">
        <h1>Jobs</h1>
        <a class="button primary" href="/new">New job</a>
      </div>
      {jobs.length === 0
        ? <p id="none" class="quiet">There is no job yet.</p>
        : <JobTable jobs={jobs} />}
      <nav id="pages" class="pages" aria-label="Pages of jobs">
        {!isFirst && <a href="/">Newest</a>}
        {next !== undefined && <a href={`/?before=${next}`}>Older</a>}
      </nav>
    </>,
    { place: "jobs", scripts: ["/live.js"] },
  );
}

/** A row a job, with boxes to choose those that are compared. */
function JobTable({ jobs }: Pick<JobListOptions, "jobs">): JSX.Element {
  return (
    <form id="jobs" action="/compare" data-poll>
      <table class="fold" aria-label="Jobs, newest first">
        <thead>
          <tr>
            <th scope="col">Compare</th>
            <th scope="col">Job</th>
            <th scope="col">State</th>
            <th scope="col">Created</th>
            <th scope="col" class="number">Seed</th>
            <th scope="col" class="number">Score</th>
            <th scope="col" class="number">Evaluations</th>
            <th scope="col" class="number">Cost</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map(({ job, figures }) => <Row key={job.id} job={job} figures={figures} />)}
        </tbody>
      </table>
      {jobs.length > 1 && <button type="submit">Compare the chosen jobs</button>}
    </form>
  );
}

function Row({ job, figures }: ListedJob): JSX.Element {
  const { id, name, task, createdAt, options } = job;
  return (
    <tr id={`job-${id}`}>
      <td class="choice">
        <input
          type="checkbox"
          name="job"
          value={id}
          aria-label={`Compare ${name}, ${createdAt}`}
          data-own
        />
      </td>
      <th scope="row" class="what">
        <a href={`/jobs/${id}`}>{name}</a>
        {task !== name && <small>{task ?? "a task of its own"}</small>}
      </th>
      <td data-label="State">
        <State job={job} />
      </td>
      <td data-label="Created">
        <Time at={createdAt} />
        {figures !== undefined && <small>{durationText(figures.seconds)}</small>}
      </td>
      <td data-label="Seed" class="number">{options.seed ?? 0}</td>
      <td data-label="Score" class="number">
        <Scores figures={figures} />
      </td>
      <td data-label="Evaluations" class="number">
        {figures ? countText(figures.evaluations) : "–"}
      </td>
      <td data-label="Cost" class="number">
        {figures ? costText(figures.usd).replace("cost ", "") : "–"}
        {figures !== undefined && figures.tokens > 0 && (
          <small>{countText(figures.tokens)} tokens</small>
        )}
      </td>
    </tr>
  );
}

/** The state of a job as a word with a color; an error says more on the job's own page. */
export function State({ job }: { readonly job: Job }): JSX.Element {
  const isStopping = job.isCancelRequested && !isFinal(job.state);
  const state = isStopping ? "stopping" : job.state;
  return <span class={`state ${state}`}>{state}</span>;
}

function Scores({ figures }: { readonly figures: JobFigures | undefined }): JSX.Element {
  if (figures === undefined) return <>–</>;
  const { initial, best } = figures;
  const [before, after] = scoreTexts([initial, best]);
  return (
    <>
      {before} → <b>{after}</b>
      <small>{changeText(initial, best)}</small>
    </>
  );
}

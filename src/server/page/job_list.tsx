/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The list of jobs.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";
import type { Job } from "../../jobs/job.ts";

/** Links to jobs, newest first, told apart by name, time and seed; the script refreshes it. */
export function JobList({ jobs }: { readonly jobs: readonly Job[] }): JSX.Element {
  return (
    <ol id="jobs">
      {jobs.map(({ id, task, state, createdAt, options }) => (
        <li key={id}>
          <a href={`#${id}`} data-state={state}>
            <b>{task}</b> <span>{state}</span>
            <small>{createdAt.slice(0, 19).replace("T", " ")} UTC, seed {options.seed ?? 0}</small>
          </a>
        </li>
      ))}
    </ol>
  );
}

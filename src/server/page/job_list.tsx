/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The list of jobs.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";
import type { Job } from "../job.ts";

/** Links to jobs, newest first; the script refreshes it. */
export function JobList({ jobs }: { readonly jobs: readonly Job[] }): JSX.Element {
  return (
    <ol id="jobs">
      {jobs.map(({ id, task, state }) => (
        <li key={id}>
          <a href={`#${id}`} data-state={state}>
            <b>{task}</b> <span>{state}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}

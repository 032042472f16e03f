/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The last events of a job in words.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";
import { countText } from "../../run/amount_text.ts";
import { jobFrame, type ShownJob } from "./job_frame.tsx";
import type { LogLine } from "./log_tail.ts";

/** The page as HTML. @param type only events of this type @default all but the frequent ones */
export function jobLog(shown: ShownJob, type: string | undefined): string {
  const { log } = shown.view;
  const lines = log.lines(type);
  return jobFrame(
    shown,
    "log",
    <>
      <form class="filter" id="filter" data-own>
        <label>
          Events{" "}
          <select name="type">
            <option value="">the main ones</option>
            {[...log.counts].sort().map(([name, count]) => (
              <option key={name} value={name} {...(name === type ? { selected: true } : {})}>
                {name} ({countText(count)})
              </option>
            ))}
          </select>
        </label>
        <button type="submit">Show</button>
      </form>
      {lines.length === 0
        ? <p id="lines" class="quiet">There is no such event.</p>
        : (
          <div id="lines">
            <LogLines lines={lines} />
          </div>
        )}
      <p class="quiet" id="rest">
        The last hundred of each type, newest first. All of them:{" "}
        <a href={`/v1/jobs/${shown.job.id}/events`}>the stream of events</a>.
      </p>
    </>,
  );
}

/** Events as lines, each with its place. */
export function LogLines({ lines }: { readonly lines: readonly LogLine[] }): JSX.Element {
  return (
    <ol class="log">
      {lines.map(({ number, type, step, text, tone }) => (
        <li key={number} id={`event-${number}`} class={tone}>
          <span class="place">{step === undefined ? "" : `step ${step}`}</span>
          <span class="type">{type}</span> {text}
        </li>
      ))}
    </ol>
  );
}

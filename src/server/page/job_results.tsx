/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * What a job has spent of its budget, and where its results can be fetched.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";
import { isFinal, type Job } from "../../jobs/job.ts";
import { shortText } from "../../cut_text.ts";
import { costText, countText } from "../../run/amount_text.ts";
import type { RunView } from "../../run/run_view.ts";

/** Maximum characters of the reason why there is no module. */
const maxReason = 400;

/** The limits of the run, each with what is spent of it. */
export function BudgetLine({ run: { started, spent } }: { readonly run: RunView }): JSX.Element {
  const { calls, tokens, usd, seconds, evaluations } = started?.budget ?? {};
  const used = [
    amount(seconds, spent.seconds, "s", (value) => countText(Math.round(value))),
    amount(evaluations, spent.evaluations, "evaluations"),
    amount(calls, spent.calls, "model calls"),
    amount(tokens, spent.promptTokens + spent.completionTokens, "tokens"),
    amount(usd, spent.usd, "", (value) => costText(value).replace("cost ", "")),
  ].filter((text) => text !== undefined);
  return (
    <p>
      {used.length === 0 ? "The run has no limits." : `Used of the budget: ${used.join("; ")}.`}
    </p>
  );
}

/** Undefined without a limit. */
function amount(
  limit: number | null | undefined,
  spent: number | null,
  unit: string,
  text: (value: number) => string = countText,
): string | undefined {
  if (limit === null || limit === undefined) return undefined;
  return `${spent === null ? "an unknown part" : text(spent)} of ${text(limit)} ${unit}`.trimEnd();
}

/** Downloads, and the request for programs. */
export function Results({ job: { id, state }, run: { best } }: {
  readonly job: Job;
  readonly run: RunView;
}): JSX.Element {
  const path = `/v1/jobs/${id}`;
  const agent = best?.agent;
  return (
    <>
      <ul>
        <li>
          <a href={`${path}/best`} download={`best-${id}.json`}>Best values as JSON</a>
        </li>
        {agent?.kind === "module" && (
          <li>
            <a href={`/jobs/${id}/agent.ts`} download={`agent-${id}.ts`}>
              Best agent as a module that runs without Opto
            </a>
          </li>
        )}
        {agent?.kind === "missing" && (
          <li>There is no module of the agent: {shortText(agent.reason, maxReason)}</li>
        )}
        <li>
          <a href={`${path}/report`} download={`report-${id}.html`}>Report as a file</a>
        </li>
        {isFinal(state) && (
          <li>
            <a href={`${path}/events`} download={`events-${id}.txt`}>Log with all events</a>
          </li>
        )}
      </ul>
      <p>For programs, with the address of this server as URL:</p>
      <pre tabindex={0}>{`curl -sf "$URL${path}/best" -H "authorization: Bearer $OPTO_TOKEN"`}</pre>
    </>
  );
}

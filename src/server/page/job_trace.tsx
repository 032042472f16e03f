/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The trace graph of a job's best candidate.
 *
 * @module
 */
import { renderSvg } from "../../render/render_svg.ts";
import { jobFrame, type ShownJob } from "./job_frame.tsx";
import type { TracedRun } from "./trace_of_best.ts";

/** The page as HTML. The picture is a file of its own, in which no script runs. */
export function jobTrace(shown: ShownJob): string {
  const { job, view: { run, trace: { best } } } = shown;
  const path = `/jobs/${job.id}/trace.svg`;
  return jobFrame(
    shown,
    "trace",
    <section id="trace">
      <h2>Trace graph</h2>
      {best === undefined
        ? (
          <p class="quiet">
            {run.started === undefined
              ? "The run has not begun."
              : `No graph is known: the optimizer of this run (${run.started.optimizer}) does not read one, or nothing was evaluated yet.`}
          </p>
        )
        : (
          <>
            <p class="quiet">
              How the best candidate ({best.candidate}, step {best.step}) came to its output on{" "}
              {best.example.split}{" "}
              {best.example.index + 1}. Parameters are amber, steps blue, failures red, feedback
              violet.
            </p>
            <p class="graph">
              <a href={path}>
                <img src={`${path}?of=${best.candidate}`} alt={graphText(best)} />
              </a>
            </p>
          </>
        )}
    </section>,
  );
}

/** The picture; undefined without a graph. */
export async function tracePicture(best: TracedRun | undefined): Promise<string | undefined> {
  if (best === undefined) return undefined;
  const { graph, outputs } = best.graph;
  return await renderSvg(graph, { outputs });
}

/** The graph in words. */
function graphText({ graph: { graph: { nodes }, outputs } }: TracedRun): string {
  const names = nodes.filter(({ kind }) => kind === "parameter").map(({ name }) => name);
  const said = outputs.flatMap(({ feedback }) => feedback?.feedback ?? []);
  return `A graph of ${nodes.length} nodes, from the parameters ${
    names.join(", ")
  } to the output.` +
    (said.length === 0 ? "" : ` The feedback: ${said.join(" ")}`);
}

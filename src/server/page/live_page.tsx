/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The live page: create a job, follow it, read the best code. Rendered on the server, updated by a small script.
 *
 * @module
 */
import type { Job } from "../../jobs/job.ts";
import type { Offer } from "../../jobs/offer.ts";
import { htmlDocument } from "./document.tsx";
import { JobForm } from "./job_form.tsx";
import { JobList } from "./job_list.tsx";
import { JobView } from "./job_view.tsx";

/** Data shown on the page. */
export interface LivePageOptions extends Offer {
  readonly jobs: readonly Job[];
}

/** The page as HTML. */
export function livePage({ tasks, models, jobs }: LivePageOptions): string {
  return htmlDocument(
    <>
      <script type="module" src="/live.js"></script>
      <aside>
        <h1>Opto</h1>
        <JobForm tasks={tasks} models={models} />
        <JobList jobs={jobs} />
      </aside>
      <JobView />
      <main id="empty">
        <p>Choose a job on the left, or create one.</p>
      </main>
    </>,
  );
}

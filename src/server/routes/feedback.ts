/**
 * The route that takes a person's feedback on the outputs of a job.
 *
 * @module
 */
import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { refuseInvalidAs } from "../answer_problems.ts";
import { feedbackSchema, noteSchema } from "../feedback_schema.ts";
import { isFinal } from "../../jobs/job.ts";
import type { JobEvents } from "../../jobs/job_events.ts";
import type { JobStore } from "../../jobs/job_store.ts";
import { UsageError } from "../../errors.ts";
import { newNote } from "../../trainer/note.ts";
import { holderProblems, Problem, problemResponses } from "../problem.ts";
import { needs, type RequestEnv } from "../access/access.ts";
import { findJob, jobPath } from "./find_job.ts";

const addFeedback = createRoute({
  ...needs("submit"),
  method: "post",
  path: "/v1/jobs/{id}/feedback",
  operationId: "addFeedback",
  summary: "Give a person's feedback on outputs",
  description:
    "From its next step on, the run has the words in the problems that a model is asked to solve, " +
    "beside the feedback of the guide. They change no score. The run logs them as an event `note`.",
  request: {
    params: jobPath,
    body: { required: true, content: { "application/json": { schema: feedbackSchema } } },
  },
  responses: {
    202: {
      description: "Saved on disk; the run takes it up at its next step",
      content: { "application/json": { schema: noteSchema } },
    },
    ...problemResponses(
      ...[...holderProblems, "bad-json", "forbidden", "unknown-job", "already-over"] as const,
      ...["feedback-full", "too-large", "not-json", "invalid-feedback"] as const,
    ),
  },
});

/** Dependencies of the route. */
export interface FeedbackRoutesOptions {
  readonly store: JobStore;
  readonly events: JobEvents;
}

/** Route `/v1/jobs/{id}/feedback`. */
export function feedbackRoutes({ store, events }: FeedbackRoutesOptions): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>({ defaultHook: refuseInvalidAs("invalid-feedback") });
  app.openapi(addFeedback, async (c) => {
    const { id, state } = await findJob(c, store);
    if (isFinal(state)) throw new Problem("already-over", { detail: `It is ${state}.` });
    const note = newNote(c.req.valid("json"));
    try {
      await events.addNote(id, note);
    } catch (cause) {
      if (cause instanceof UsageError) throw new Problem("feedback-full", { cause });
      throw cause;
    }
    return c.json(note, 202);
  });
  return app;
}

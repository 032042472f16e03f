/**
 * The route that streams the events of a job's run.
 *
 * @module
 */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { currentHolder, needs, type RequestEnv } from "../access/access.ts";
import { refuseInvalid } from "../answer_problems.ts";
import { eventTypes, runEventSchema } from "../event_schema.ts";
import { eventStreamBody, type ServerSentEvent } from "../event_stream_body.ts";
import type { EventStreams } from "../event_streams.ts";
import { isFinal, type Job } from "../../jobs/job.ts";
import type { JobEvents } from "../../jobs/job_events.ts";
import type { JobStore } from "../../jobs/job_store.ts";
import { holderProblems, problemResponses } from "../problem.ts";
import { findJob, jobPath } from "./find_job.ts";

const headers = { "content-type": "text/event-stream", "cache-control": "no-cache" };

const eventNumber = z.preprocess(
  (text) => typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : text,
  z.int("Expected the number of an event, 0 or more").min(0).default(0),
);

/** A stream as text. OpenAPI 3.1 has no words for its events, so an extension names their schemas. */
const streamSchema = z.string().openapi({
  "x-event-data": {
    oneOf: [{ $ref: "#/components/schemas/RunEvent" }, { $ref: "#/components/schemas/Job" }],
  },
});

const exampleStream = `id: 4
event: best
data: {"type":"best","step":0,"candidate":"3f1c0a9be72d","score":-210.2,"parameters":{"factor":1}}

`;

const streamEvents = createRoute({
  ...needs("read"),
  method: "get",
  path: "/v1/jobs/{id}/events",
  operationId: "streamEvents",
  summary: "Stream the events of the run",
  description:
    "Server-sent events. The id is the number of the event in the run's log, the data a " +
    "RunEvent as JSON on one line; a stream resumes after Last-Event-ID and ends with an event " +
    "`end` without id, whose data is the Job.",
  request: {
    params: jobPath,
    headers: z.object({ "last-event-id": eventNumber }),
    query: z.object({
      after: eventNumber.openapi({ description: "The same as Last-Event-ID" }),
      types: z.preprocess(
        (text) => typeof text === "string" ? text.split(",") : text,
        z.array(z.enum(eventTypes)).optional(),
      ).openapi({
        description: "Only these types, separated by commas",
        param: { explode: false },
      }),
    }),
  },
  responses: {
    200: {
      description: "Events",
      content: { "text/event-stream": { schema: streamSchema, example: exampleStream } },
    },
    204: { description: "The job has ended and nothing follows Last-Event-ID" },
    ...problemResponses(
      ...[...holderProblems, "bad-query", "bad-header", "unknown-job"] as const,
      ...["job-streams-full", "holder-streams-full", "streams-full"] as const,
    ),
  },
});

/** Dependencies of the route. */
export interface EventRoutesOptions {
  readonly store: JobStore;
  readonly events: JobEvents;
  readonly streams: EventStreams;
}

/** Route `/v1/jobs/{id}/events`. */
export function eventRoutes(
  { store, events, streams }: EventRoutesOptions,
): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>({ defaultHook: refuseInvalid });
  app.openAPIRegistry.register("RunEvent", runEventSchema);
  app.openapi(streamEvents, async (c) => {
    const job = await findJob(c, store);
    const holder = currentHolder(c);
    const { types, after: asked } = c.req.valid("query");
    const after = c.req.valid("header")["last-event-id"] || asked;
    if (isFinal(job.state) && after > 0 && !await events.hasMore(job.id, after)) {
      return c.body(null, 204); // makes an EventSource stop reconnecting
    }
    if (c.req.method === "HEAD") return new Response(null, { headers });
    const slot = streams.open(job.id, holder);
    const left = new AbortController();
    const signal = AbortSignal.any([left.signal, holder.signal]);
    const stream = jobEvents(job, { store, events, after, types, signal });
    const body = eventStreamBody(stream, () => {
      left.abort();
      slot[Symbol.dispose]();
    });
    return new Response(body, { headers });
  });
  return app;
}

/** The events of a job's run, then the job once it has ended. */
async function* jobEvents(
  { id }: Job,
  { store, events, after, types, signal }: Pick<EventRoutesOptions, "store" | "events"> & {
    readonly after: number;
    readonly types: readonly string[] | undefined;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<readonly ServerSentEvent[]> {
  const isOver = async () => isFinal((await store.get(id))?.state ?? "failed");
  for await (const part of events.follow(id, { after, isOver, signal })) {
    const asked = part.filter(({ type }) => types === undefined || types.includes(type));
    if (asked.length === 0) continue;
    yield asked.map(({ number, type, json }) => ({ id: String(number), event: type, data: json }));
  }
  const job = signal.aborted ? undefined : await store.get(id);
  if (job !== undefined && isFinal(job.state)) yield [{ event: "end", data: JSON.stringify(job) }];
}

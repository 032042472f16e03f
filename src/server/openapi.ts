/**
 * The endpoint described for machines: OpenAPI 3.1.
 *
 * @module
 */
import { jobRequestSchema } from "./job_request.ts";

const json = (schema: unknown) => ({ "application/json": { schema } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const ok = (description: string, schema: unknown) => ({ description, content: json(schema) });
const nullable = (type: string) => ({ type: [type, "null"] });
const id = {
  name: "id",
  in: "path",
  required: true,
  schema: { type: "string", format: "uuid" },
};
const failure = {
  description: "A problem (RFC 9457)",
  content: { "application/problem+json": { schema: ref("Problem") } },
};
const query = (name: string, schema: unknown, description: string) => ({
  name,
  in: "query",
  schema,
  description,
});

/** The document that `GET /openapi.json` answers. */
export function openApiDocument(version: string): Record<string, unknown> {
  return {
    openapi: "3.1.0",
    info: {
      title: "Opto",
      version,
      description: "Optimization jobs: ask for one, watch it, take the best.",
    },
    security: [{ bearer: [] }, {}],
    paths: {
      "/v1/tasks": {
        get: {
          summary: "The tasks and models a job may name",
          responses: { 200: ok("Tasks and models", { type: "object" }) },
        },
      },
      "/v1/jobs": {
        post: {
          summary: "Ask for a job",
          requestBody: { required: true, content: json(ref("JobRequest")) },
          responses: { 202: ok("Queued and on the disk", ref("Job")), default: failure },
        },
        get: {
          summary: "List jobs, newest first",
          parameters: [
            query("limit", { type: "integer", minimum: 1, maximum: 200, default: 50 }, "Page size"),
            query("before", { type: "string" }, "The last id of the page before"),
          ],
          responses: {
            200: ok("A page of jobs", {
              type: "object",
              properties: { jobs: { type: "array", items: ref("Job") } },
            }),
            default: failure,
          },
        },
      },
      "/v1/jobs/{id}": {
        parameters: [id],
        get: {
          summary: "One job",
          responses: { 200: ok("The job", ref("Job")), default: failure },
        },
        delete: {
          summary: "Cancel a job",
          responses: {
            200: ok("Cancelled before it ran", ref("Job")),
            202: ok("It runs and is being stopped; what it has is saved", ref("Job")),
            default: failure,
          },
        },
      },
      "/v1/jobs/{id}/events": {
        parameters: [
          id,
          query("types", { type: "string" }, "Only these event types, separated by commas"),
        ],
        get: {
          summary: "The events of the run, as they happen",
          description:
            "Server-sent events; resumes after Last-Event-ID, ends with an event `end` that holds the job.",
          responses: {
            200: { description: "Events", content: { "text/event-stream": {} } },
            204: { description: "Over, and nothing after Last-Event-ID" },
            default: failure,
          },
        },
      },
      "/v1/jobs/{id}/best": {
        parameters: [id],
        get: {
          summary: "The best parameters so far",
          responses: {
            200: ok("Step, candidate, score, parameters", { type: "object" }),
            default: failure,
          },
        },
      },
      "/v1/jobs/{id}/report": {
        parameters: [id],
        get: {
          summary: "The report of the run",
          responses: {
            200: { description: "A page", content: { "text/html": {} } },
            default: failure,
          },
        },
      },
    },
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
      schemas: {
        JobRequest: jobRequestSchema(),
        Job: {
          type: "object",
          required: ["id", "task", "options", "state", "attempts", "createdAt"],
          properties: {
            id: { type: "string", format: "uuid" },
            task: { type: "string" },
            options: { type: "object" },
            state: { enum: ["queued", "running", "done", "failed", "cancelled"] },
            attempts: { type: "integer" },
            isCancelRequested: { type: "boolean" },
            createdAt: { type: "string", format: "date-time" },
            startedAt: nullable("string"),
            finishedAt: nullable("string"),
            result: nullable("object"),
            error: nullable("object"),
          },
        },
        Problem: {
          type: "object",
          required: ["type", "title", "status"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            detail: { type: "string" },
            errors: { type: "array", items: { type: "object" } },
          },
        },
      },
    },
  };
}

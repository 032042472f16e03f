/**
 * The route that lists the tasks and models on offer.
 *
 * @module
 */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Offer } from "../../jobs/offer.ts";
import type { RequestEnv } from "../access/access.ts";
import { optionalField } from "../optional_field.ts";
import { holderProblems, problemResponses } from "../problem.ts";

const offerSchema = z.object({
  tasks: z.array(z.object({ name: z.string(), description: optionalField(z.string()) })),
  models: z.array(z.string()),
}).openapi("Offer");

const listTasks = createRoute({
  method: "get",
  path: "/v1/tasks",
  operationId: "listTasks",
  summary: "List the tasks and models that a job may name",
  responses: {
    200: {
      description: "Tasks and models",
      content: { "application/json": { schema: offerSchema } },
    },
    ...problemResponses(...holderProblems),
  },
});

/** Route `/v1/tasks`. It shows names and descriptions only: a task also holds the expected outputs. */
export function taskRoutes({ tasks, models }: Offer): OpenAPIHono<RequestEnv> {
  const shown = tasks.map(({ name, description }) =>
    description === undefined ? { name } : { name, description }
  );
  return new OpenAPIHono<RequestEnv>()
    .openapi(listTasks, (c) => c.json({ tasks: shown, models: [...models] }, 200));
}

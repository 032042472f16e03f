/**
 * The route that shows a holder what its jobs have spent, and what is left.
 *
 * @module
 */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { HolderSpending } from "../../jobs/spending.ts";
import { currentHolder, needs, type RequestEnv } from "../access/access.ts";
import { type BookingParts, holderSpending } from "../holder_spending.ts";
import { budgetSchema } from "../limit_schemas.ts";
import { holderProblems, problemResponses } from "../problem.ts";

const amount = z.number();
const amounts = z.object({
  calls: amount,
  tokens: amount,
  usd: amount,
  seconds: amount,
  evaluations: amount,
});
const reserved = z.object({
  calls: amount.nullable(),
  tokens: amount.nullable(),
  usd: amount.nullable(),
  seconds: amount.nullable(),
  evaluations: amount.nullable(),
});

const spendingSchema = z.object({
  days: z.int().openapi({ description: "What ended longer ago does not count" }),
  limit: budgetSchema.openapi({ description: "What the jobs of the holder may spend together" }),
  spent: amounts.openapi({ description: "By jobs that have ended" }),
  reserved: reserved.openapi({
    description: "The budgets of jobs that have not ended; null where one has no limit",
  }),
  left: budgetSchema.openapi({ description: "What the budget of a new job may be at most" }),
}).openapi("Spending") satisfies z.ZodType<HolderSpending>;

const getSpending = createRoute({
  ...needs("read"),
  method: "get",
  path: "/v1/spending",
  operationId: "getSpending",
  summary: "Show what the holder's jobs have spent, and what is left",
  responses: {
    200: {
      description: "Spending of the holder of the token",
      content: { "application/json": { schema: spendingSchema } },
    },
    ...problemResponses(...holderProblems),
  },
});

/** Route `/v1/spending`. */
export function spendingRoutes(parts: BookingParts): OpenAPIHono<RequestEnv> {
  return new OpenAPIHono<RequestEnv>()
    .openapi(getSpending, async (c) => c.json(await holderSpending(currentHolder(c), parts), 200));
}

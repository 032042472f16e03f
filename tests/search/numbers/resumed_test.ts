import { assert } from "@std/assert";
import { searchProposer } from "../../../src/search/search_proposer.ts";
import { assertSameWhenResumed } from "../../../src/testing/same_records.ts";
import { eventsOf, toyRun } from "../../../src/testing/toy_run.ts";

const options = {
  optimizer: searchProposer(),
  trainer: "racing",
  steps: 34,
  batchSize: 2,
} as const;

Deno.test("a search over numbers uses its arms, and gives the same records when it is resumed", async () => {
  const events = await eventsOf(toyRun(options));
  const reasons = events.flatMap((event) =>
    event.type === "proposed" ? [event.reasoning ?? ""] : []
  );
  for (const arm of ["Gaussian process", "least squares", "CMA-ES", "slope"]) {
    assert(reasons.some((reason) => reason.includes(arm)), `${arm}: ${[...new Set(reasons)]}`);
  }
  await assertSameWhenResumed((varied) => toyRun({ ...options, ...varied }), { cuts: 4 });
});

import { assert, assertEquals } from "@std/assert";
import measured from "../../examples/textgrad/tokens.json" with { type: "json" };
import solution from "../../examples/textgrad/solution.ts";
import { type tasks, tokensOn } from "../../examples/textgrad/tokens.ts";

for (
  const kind of ["prompt", "program", "solution"] as const satisfies readonly (keyof typeof tasks)[]
) {
  Deno.test(`tokens.json has what the optimizers need on the ${kind}`, async () => {
    assertEquals(await tokensOn(kind), measured.filter(({ task }) => task === kind));
  });
}

Deno.test("solution's guide() names the steps that are wrong or missing", async () => {
  const judged = async (text: string) => {
    const verdict = await solution.guide({ input: "" }, `Question: …\nSolution: ${text}`);
    assert(typeof verdict === "object");
    return [verdict.score, verdict.feedback];
  };
  assertEquals(
    await judged("45 km in 1.5 h, then 15 km in 0.25 h: 1.75 h."),
    [1, "Every step is right."],
  );
  assertEquals(
    await judged("45 km in 1.5 h, then 15 km in 15 min, so 2 h."),
    [0.75, "The time in all is wrong or missing."],
  );
});

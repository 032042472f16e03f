import { assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { createProposer, proposerNames } from "../../src/optimizer/registry.ts";

Deno.test("createProposer() makes each proposer it names", async () => {
  for (const name of proposerNames) {
    assertEquals((await createProposer(name, {}, { model: scriptedModel([]) })).name, name);
  }
});

Deno.test("createProposer() makes the search without a model, and no other", async () => {
  const without = { model: null };
  assertEquals((await createProposer("search", {}, without)).name, "search");
  await assertRejects(() => createProposer("optoprime", {}, without), UsageError, "no model");
  await assertRejects(() => createProposer("opro", {}, without), UsageError, "no model");
});

Deno.test("createProposer() refuses an unknown name", async () => {
  for (const name of ["adam", "toString", ""]) {
    await assertRejects(() => createProposer(name, {}, { model: null }), UsageError, "no name");
  }
});

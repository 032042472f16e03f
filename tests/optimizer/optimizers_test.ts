import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import {
  createProposer,
  type OptimizerName,
  optimizerNamed,
  optimizerNames,
} from "../../src/optimizer/optimizers.ts";
import type { Proposer } from "../../src/problem/proposer.ts";

Deno.test("createProposer() makes each optimizer by its name", async () => {
  for (const name of optimizerNames) {
    assertEquals((await createProposer(name)).name, name);
    assertEquals((await createProposer({ name, memorySize: 3 })).name, name);
  }
});

Deno.test("createProposer() gives back a proposer of one's own", async () => {
  const own: Proposer = {
    name: "own",
    propose: () => Promise.resolve({ kind: "nothing", reasoning: "" }),
  };
  assertStrictEquals(await createProposer(own), own);
});

Deno.test("optimizerNamed() and createProposer() refuse an unknown name", async () => {
  for (const name of ["adam", "toString", ""]) {
    assertThrows(() => optimizerNamed(name), UsageError, `"${name}"`);
    const untyped = name as OptimizerName; // as: untyped code may pass anything
    await assertRejects(() => createProposer(untyped), UsageError, `"${name}"`);
  }
});
